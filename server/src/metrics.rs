//! What the running server counts, for Prometheus: how much is written, how long it takes, what is refused.
//!
//! No label holds an identifier, an address or anything that a visitor chose: what is kept does not grow with use.

mod process;
mod reason;
mod registry;
mod requests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;

pub use reason::Reason;
use registry::Counts;
use requests::Answered;

/// The type of what [`Metrics::exposed`] gives (`OpenMetrics` 1.0.0).
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The counts. Cloning it shares them.
#[derive(Clone)]
pub struct Metrics(Arc<Counts>);

/// Something that is open for as long as this lives, and counted.
#[must_use = "it is counted until this is dropped"]
#[derive(Debug)]
pub struct Open(Gauge);

impl Open {
    fn counted(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self(Arc::new(Counts::new()))
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

/// The texts being written.
impl Metrics {
    /// A client is connected, until what this gives is dropped.
    pub fn connection_opened(&self) -> Open {
        self.0.connections_opened.inc();
        Open::counted(&self.0.connections)
    }

    /// A text is in memory, until what this gives is dropped.
    pub fn document_opened(&self) -> Open {
        Open::counted(&self.0.documents)
    }

    /// Changes were stored, acknowledged and relayed.
    pub fn edits(&self, changes: usize) {
        self.0.edits.inc_by(changes as u64);
    }

    /// A unit of work was committed: how long it took, how many changes it held, of how many texts.
    pub fn committed(&self, took: Duration, changes: usize, documents: usize) {
        self.0.commit_seconds.observe(took.as_secs_f64());
        self.0.commit_changes.observe(real(changes));
        self.0.commit_documents.observe(real(documents));
    }

    /// A unit of work could not be committed, and is tried again.
    pub fn commit_failed(&self) {
        self.0.commits_failed.inc();
    }

    /// What a client sent was not taken.
    pub fn refused(&self, reason: impl Into<Reason>) {
        let refused = &self.0.refused;
        refused.get_or_create(&reason.into().label()).inc();
    }

    /// A reader was too slow for its queue, and was cut off.
    pub fn slow_reader_dropped(&self) {
        self.0.slow_readers.inc();
    }

    /// A client that had nothing was sent a text of so many bytes.
    pub fn joined(&self, bytes: usize) {
        self.0.join_bytes.observe(real(bytes));
    }

    /// What was stored of a text was applied to a copy, saved, loaded and compared.
    pub fn deep_check_done(&self, took: Duration) {
        self.0.deep_check_seconds.observe(took.as_secs_f64());
    }

    /// Stored changes did not stand the deep check, and were taken out of the log.
    pub fn quarantined(&self, changes: usize) {
        self.0.quarantined.inc_by(changes as u64);
    }

    /// A snapshot was written.
    pub fn snapshot_written(&self, bytes: usize) {
        self.0.snapshot_bytes.observe(real(bytes));
    }

    /// A snapshot was found damaged, and was passed over.
    pub fn snapshot_damaged(&self) {
        self.0.snapshots_damaged.inc();
    }
}

/// Mail.
impl Metrics {
    /// The mail server took a mail.
    pub fn mail_sent(&self) {
        self.0.mails_sent.inc();
    }

    /// A try failed, and is made again.
    pub fn mail_failed(&self) {
        self.0.mails_failed.inc();
    }

    /// A mail was refused for good.
    pub fn mail_given_up(&self) {
        self.0.mails_given_up.inc();
    }

    /// So many mails wait to be sent.
    pub fn mails_waiting(&self, mails: i64) {
        self.0.mails_waiting.set(mails);
    }
}

/// Pages and what is around them.
impl Metrics {
    /// A request was answered: under which pattern of address (none: no such address), with which status, in what time
    /// until the headers of its answer.
    pub fn answered(&self, method: &str, route: Option<&str>, status: u16, took: Duration) {
        let answered = Answered::new(method, route, status);
        let (requests, seconds) = (&self.0.requests, &self.0.request_seconds);
        seconds
            .get_or_create(&answered.route)
            .observe(took.as_secs_f64());
        requests.get_or_create(&answered).inc();
    }

    /// A request is under way, until what this gives is dropped.
    pub fn request_begun(&self) -> Open {
        Open::counted(&self.0.requests_under_way)
    }

    /// How many requests are under way.
    pub fn requests_under_way(&self) -> i64 {
        self.0.requests_under_way.get()
    }

    /// A page listens to what changes, until what this gives is dropped.
    pub fn event_stream_opened(&self) -> Open {
        Open::counted(&self.0.event_streams)
    }

    /// How many connections to the database are in use, and how many wait.
    pub fn database(&self, used: u32, idle: u32) {
        self.0.database_used.set(used.into());
        self.0.database_idle.set(idle.into());
    }

    /// Everything, in the text form of `OpenMetrics`.
    pub fn exposed(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.0.registry).expect("a string takes any text");
        text
    }
}

/// A count as histograms take it: exact up to 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "what is counted here stays far below 2^53"
)]
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
