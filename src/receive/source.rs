//! Where messages are: what a folder of mail can do, wherever it is.

/// Largest message that is read, in bytes: several times what mail programs send.
pub(super) const MOST_BYTES: u64 = 64 << 20;

/// Where a message is, in words for a person, such as `notices.mbox, message 3`.
pub type MessagePlace = String;

/// Messages that can be read one by one, in their order.
pub trait MailSource {
    /// Where each message is.
    fn places(&self) -> Vec<MessagePlace>;

    /// The bytes of a message by its position among the places.
    ///
    /// # Errors
    ///
    /// Why it is not read, in words for a message.
    fn read(&mut self, position: usize) -> Result<Vec<u8>, String>;
}
