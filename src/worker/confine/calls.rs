//! No system calls but those that memory, threads, pipes and the files that are left need: seccomp.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter_all_threads,
};

/// Calls that are allowed whatever their arguments. None of them opens, connects or starts anything.
const ALLOWED: [i64; 38] = [
    // Pipes that are open.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fcntl,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_ppoll,
    // Memory.
    libc::SYS_brk,
    libc::SYS_madvise,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_getrandom,
    // Threads of this process.
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrusage,
    libc::SYS_gettid,
    libc::SYS_membarrier,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_sysinfo,
    libc::SYS_uname,
    // Signals to itself.
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_gettimeofday,
];

/// Calls on files, which Landlock bounds, for a process that keeps some. None of them makes anything but files and folders.
const ON_FILES: [i64; 27] = [
    libc::SYS_copy_file_range,
    libc::SYS_faccessat,
    libc::SYS_fallocate,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fdatasync,
    libc::SYS_flock,
    libc::SYS_fstatfs,
    libc::SYS_fsync,
    libc::SYS_ftruncate,
    libc::SYS_getcwd,
    libc::SYS_getdents64,
    libc::SYS_geteuid,
    libc::SYS_getuid,
    libc::SYS_linkat,
    libc::SYS_mkdirat,
    libc::SYS_newfstatat,
    libc::SYS_openat,
    libc::SYS_openat2,
    libc::SYS_pread64,
    libc::SYS_pwrite64,
    libc::SYS_readlinkat,
    libc::SYS_renameat2,
    libc::SYS_statx,
    libc::SYS_syncfs,
    libc::SYS_umask,
    libc::SYS_unlinkat,
];

/// Earlier calls for the same, where a processor has them.
#[cfg(target_arch = "x86_64")]
const ON_FILES_EARLIER: [i64; 12] = [
    libc::SYS_access,
    libc::SYS_chmod,
    libc::SYS_lstat,
    libc::SYS_mkdir,
    libc::SYS_open,
    libc::SYS_poll,
    libc::SYS_readlink,
    libc::SYS_rename,
    libc::SYS_renameat,
    libc::SYS_rmdir,
    libc::SYS_stat,
    libc::SYS_unlink,
];
#[cfg(target_arch = "aarch64")]
const ON_FILES_EARLIER: [i64; 1] = [libc::SYS_renameat];
#[cfg(target_arch = "riscv64")]
const ON_FILES_EARLIER: [i64; 0] = [];

/// What a process may ask of a terminal: whether it is one (`TCGETS`), and its size (`TIOCGWINSZ`). Typing into it is not among
/// that. (Linux, `asm-generic/ioctls.h`)
const OF_TERMINALS: [u64; 2] = [0x5401, 0x5413];

/// Gives up all calls but those that are allowed: to this process the others do not exist, so that a library does without them
/// where it can. `has_files` says that it keeps some files.
pub(super) fn forgo(has_files: bool) -> Result<(), String> {
    let missing = |error: Error| format!("there is no seccomp: {error}");
    let program = build(has_files).map_err(|error| missing(error.into()))?;
    apply_filter_all_threads(&program).map_err(missing)
}

fn build(has_files: bool) -> Result<BpfProgram, seccompiler::BackendError> {
    let on_files = ON_FILES.into_iter().chain(ON_FILES_EARLIER).filter(|_| has_files);
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        ALLOWED.into_iter().chain(on_files).map(|call| (call, Vec::new())).collect();
    if has_files {
        let asked = OF_TERMINALS.map(|request| rule(1, SeccompCmpOp::Eq, request));
        rules.insert(libc::SYS_ioctl, asked.into_iter().collect::<Result<_, _>>()?);
    }
    let own = u64::from(std::process::id());
    let thread = libc::CLONE_THREAD as u64;
    let (name, name_of_memory) = (libc::PR_SET_NAME as u64, libc::PR_SET_VMA as u64);
    // Threads, and no processes.
    rules.insert(libc::SYS_clone, vec![rule(0, SeccompCmpOp::MaskedEq(thread), thread)?]);
    // Names of threads and of memory.
    let names = [name, name_of_memory].map(|option| rule(0, SeccompCmpOp::Eq, option));
    rules.insert(libc::SYS_prctl, names.into_iter().collect::<Result<_, _>>()?);
    // Its own limits may be asked for.
    rules.insert(libc::SYS_prlimit64, vec![rule(0, SeccompCmpOp::Eq, 0)?]);
    // It may end itself.
    rules.insert(libc::SYS_tgkill, vec![rule(0, SeccompCmpOp::Eq, own)?]);
    let refused = SeccompAction::Errno(libc::ENOSYS as u32);
    let system = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(rules, refused, SeccompAction::Allow, system)?.try_into()
}

fn rule(argument: u8, is: SeccompCmpOp, value: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    SeccompRule::new(vec![SeccompCondition::new(argument, SeccompCmpArgLen::Dword, is, value)?])
}
