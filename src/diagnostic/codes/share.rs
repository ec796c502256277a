//! Codes of shares: the parts of a frozen plan that several machines make.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A share of a plan was named where an archive is asked for. A share has the documents of some recipients, and no list of all.
    ///
    /// ```text
    /// error[archive-share]: it is share 3/8 of a plan, and no archive yet
    ///   --> share-00003-of-00008_DM-1132.zip
    ///   hint: join all shares with `convoke merge` first
    /// ```
    ///
    /// Join all shares with `convoke merge`, and name the archive that it makes.
    ARCHIVE_SHARE = error("archive-share");

    /// The shares that an index is to be made of do not lie beneath one folder. The index lies beside its shares and names them by their paths from
    /// there, so that all can be moved together.
    ///
    /// ```text
    /// error[index-place]: an index lies beside its shares, in one folder
    ///   for --volumes
    ///   hint: name one folder that all shares lie beneath, such as output/DM-1132-shares
    /// ```
    ///
    /// Put all shares into one folder, or leave them where they were made, and name that folder alone.
    INDEX_PLACE = error("index-place");

    /// A file decides what documents say or look like, and is not as it was when the plan was frozen. Documents that are made from it would not
    /// fit those of other shares.
    ///
    /// ```text
    /// error[plan-differs]: the file is not as it was when the plan was frozen
    ///   --> templates/fr/letter.typ.hbs
    ///   hint: put the file back as it was, or freeze the plan again and make all shares anew
    /// ```
    ///
    /// Give every machine the same folder of the mailing, and the same convoke. After a change that is meant, freeze the plan again.
    PLAN_DIFFERS = error("plan-differs");

    /// The file of a frozen plan cannot be read, or is none.
    ///
    /// ```text
    /// error[plan-file]: the frozen plan cannot be read (it does not exist)
    ///   --> plan.json
    ///   hint: make it with `convoke plan --freeze plan.json`
    /// ```
    ///
    /// Name the file that `convoke plan --freeze` wrote, with the convoke that wrote it.
    PLAN_FILE = error("plan-file");

    /// A file of a share is not what its manifest says, the share cannot be read, or it has not what the plan has.
    ///
    /// ```text
    /// error[share-altered]: share 3/8: `post/letters/003_KEN_letter_en.pdf` was altered: it no longer has the checksum it was given
    ///   --> share-00003-of-00008_DM-1132.zip
    ///   for recipient KEN
    ///   hint: make it again: convoke build --plan plan.json --shard 3/8
    /// ```
    ///
    /// Remove the share, and make it again by the command that is named. Nothing was merged.
    SHARE_ALTERED = error("share-altered");

    /// It cannot be told which share is to be made.
    ///
    /// ```text
    /// error[share-asked]: no scheduler says which share this is
    ///   for --shard
    ///   hint: name the share, as in `--shard 3/8`
    /// ```
    ///
    /// Name the share, or start the command as a task of an array: of Slurm, of an indexed Job of Kubernetes, of AWS Batch, of a group of Nomad.
    SHARE_ASKED = error("share-asked");

    /// Two files are the same share of the same plan, and have different bytes. One plan makes one share, so one of them is not what it
    /// should be.
    ///
    /// ```text
    /// error[share-differs]: share 3/8 is also in `a/share-00003-of-00008_DM-1132.zip`, with other content
    ///   --> b/share-00003-of-00008_DM-1132.zip
    ///   hint: remove both, and make it again: convoke build --plan plan.json --shard 3/8
    /// ```
    ///
    /// Remove both, and make the share again.
    SHARE_DIFFERS = error("share-differs");

    /// A file is no share of this plan: it is of another plan, of another number of shares, or of another version of convoke.
    ///
    /// ```text
    /// error[share-foreign]: it is a share of another plan
    ///   --> share-00003-of-00008_DM-1132.zip
    ///   hint: leave it out; shares of an earlier plan are made again after a new one is frozen
    /// ```
    ///
    /// Leave the file out. Shares that were made before the plan was frozen again are made again.
    SHARE_FOREIGN = error("share-foreign");

    /// A share of the plan is not there.
    ///
    /// ```text
    /// error[share-missing]: share 3/8 is missing
    ///   hint: make it: convoke build --plan plan.json --shard 3/8
    /// ```
    ///
    /// Make the share by the command that is named, and merge again. The shares that are there need not be made again.
    SHARE_MISSING = error("share-missing");

    /// A share is named twice.
    ///
    /// ```text
    /// error[share-twice]: share 3/8 is also in `a/share-00003-of-00008_DM-1132.zip`
    ///   --> b/share-00003-of-00008_DM-1132.zip
    ///   hint: leave one of the two out: they are the same
    /// ```
    ///
    /// Leave one of the two out.
    SHARE_TWICE = error("share-twice");
}
