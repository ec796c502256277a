//! Manifests: any bytes are read, or refused with a reason; what is read is written as it will be read again.

use convoke::archive::Manifest;

pub fn check(data: &[u8]) {
    let Ok((manifest, _)) = Manifest::read(data) else { return };
    let mut written = Vec::new();
    manifest.write_json(&mut written).expect("memory");
    let (again, _) = Manifest::read(written.as_slice()).expect("a manifest that was written");
    assert_eq!(again, manifest);
}
