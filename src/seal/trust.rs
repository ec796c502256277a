//! Whom a person trusts: certificates, and keys of minisign.

/// Whom a person trusts.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    #[cfg(feature = "seal")]
    pub(super) anchors: Vec<x509_cert::Certificate>,
    #[cfg(feature = "seal")]
    pub(super) keys: Vec<minisign::PublicKey>,
}

impl Trust {
    /// Whether nobody is trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        #[cfg(feature = "seal")]
        let is_empty = self.anchors.is_empty() && self.keys.is_empty();
        #[cfg(not(feature = "seal"))]
        let is_empty = true;
        is_empty
    }

    /// Reads certificates in PEM, or a public key of minisign.
    ///
    /// # Errors
    ///
    /// The text has neither; the cause in words.
    #[cfg(feature = "seal")]
    pub fn read(text: &str) -> Result<Self, String> {
        if text.trim_start().starts_with("untrusted comment:") {
            let key =
                minisign::PublicKeyBox::from_string(text).and_then(minisign::PublicKeyBox::into_public_key);
            let key = key.map_err(|error| format!("it is no public key of minisign ({error})"))?;
            return Ok(Self { anchors: Vec::new(), keys: vec![key] });
        }
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        const END: &str = "-----END CERTIFICATE-----";
        let mut anchors = Vec::new();
        for part in text.split(BEGIN).skip(1) {
            let (inside, _) = part.split_once(END).ok_or("a certificate in it does not end")?;
            // A line more or less, or spaces in it, change nothing.
            let lines: Vec<&str> = inside.split_whitespace().collect();
            let pem = format!("{BEGIN}\n{}\n{END}\n", wrapped(&lines.concat()));
            let certificate = <x509_cert::Certificate as der::DecodePem>::from_pem(pem.as_bytes());
            anchors
                .push(certificate.map_err(|error| format!("a certificate in it cannot be read ({error})"))?);
        }
        if anchors.is_empty() {
            return Err("it has no certificate in PEM and no public key of minisign".to_owned());
        }
        Ok(Self { anchors, keys: Vec::new() })
    }

    /// The same and another.
    #[must_use]
    #[cfg(feature = "seal")]
    pub fn and(mut self, other: Self) -> Self {
        self.anchors.extend(other.anchors);
        self.keys.extend(other.keys);
        self
    }
}

/// A text in lines of 64 characters.
#[cfg(feature = "seal")]
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 64;
    let characters: Vec<char> = text.chars().collect();
    let lines: Vec<String> = characters.chunks(WIDTH).map(|line| line.iter().collect()).collect();
    lines.join("\n")
}
