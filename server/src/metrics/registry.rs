//! Every count, with its name and what it says of itself.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Metric, Registry, Unit};

use super::process::Process;
use super::reason::Reason;
use super::requests::{Answered, Route};

type Labels = [(&'static str, &'static str); 1];

/// What is counted. Histograms of time are in seconds.
#[derive(Debug)]
pub struct Counts {
    pub registry: Registry,
    pub connections: Gauge,
    pub connections_opened: Counter,
    pub documents: Gauge,
    pub edits: Counter,
    pub commit_seconds: Histogram,
    pub commit_changes: Histogram,
    pub commit_documents: Histogram,
    pub commits_failed: Counter,
    pub refused: Family<Labels, Counter>,
    pub slow_readers: Counter,
    pub join_bytes: Histogram,
    pub deep_check_seconds: Histogram,
    pub quarantined: Counter,
    pub snapshot_bytes: Histogram,
    pub snapshots_damaged: Counter,
    pub requests: Family<Answered, Counter>,
    pub request_seconds: Family<Route, Histogram, fn() -> Histogram>,
    pub requests_under_way: Gauge,
    pub event_streams: Gauge,
    pub mails_sent: Counter,
    pub mails_failed: Counter,
    pub mails_given_up: Counter,
    pub mails_waiting: Gauge,
    pub database_used: Gauge,
    pub database_idle: Gauge,
}

/// From a quarter of a millisecond to eight seconds.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.000_25, 2.0, 16))
}

/// From one to two thousand.
fn many() -> Histogram {
    Histogram::new(exponential_buckets(1.0, 2.0, 12))
}

/// From one kibibyte to 64 mebibytes.
fn bytes() -> Histogram {
    Histogram::new(exponential_buckets(1_024.0, 4.0, 9))
}

/// From a millisecond to some ten seconds.
fn page_seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.5, 11))
}

/// Gives names.
struct Named<'r>(&'r mut Registry);

impl Named<'_> {
    fn plain<M: Metric + Clone>(&mut self, name: &str, help: &str, metric: M) -> M {
        self.0.register(name, help, metric.clone());
        metric
    }

    fn with_unit<M: Metric + Clone>(&mut self, name: &str, help: &str, unit: Unit, it: M) -> M {
        self.0.register_with_unit(name, help, unit, it.clone());
        it
    }

    fn seconds(&mut self, name: &str, help: &str) -> Histogram {
        self.with_unit(name, help, Unit::Seconds, seconds())
    }

    fn bytes(&mut self, name: &str, help: &str) -> Histogram {
        self.with_unit(name, help, Unit::Bytes, bytes())
    }

    fn count<M: Metric + Clone + Default>(&mut self, name: &str, help: &str) -> M {
        self.plain(name, help, M::default())
    }
}

impl Counts {
    /// All at zero, the process and the version among them.
    pub fn new() -> Self {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(Process::new()));
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("dires_build", "The version that runs", version);
        let mut named = Named(registry.sub_registry_with_prefix("dires"));
        let counts = named.counts();
        Self { registry, ..counts }
    }
}

// One line a count: a table, which the formatter would fold.
#[rustfmt::skip]
impl Named<'_> {
    fn counts(&mut self) -> Counts {
        Counts {
            registry: Registry::default(),
            connections: self.count("connections", "Clients connected to the hub"),
            connections_opened: self.count("connections_opened", "Clients that connected to the hub"),
            documents: self.count("documents_open", "Texts in memory"),
            edits: self.count("edits", "Changes stored, acknowledged and relayed"),
            commit_seconds: self.seconds("commit", "Time to commit what waited"),
            commit_changes: self.plain("commit_changes", "Changes in one commit", many()),
            commit_documents: self.plain("commit_documents", "Texts in one commit", many()),
            commits_failed: self.count("commits_failed", "Commits that failed, and are tried again"),
            refused: self.refused(),
            slow_readers: self.count("slow_readers", "Readers cut off because their queue was full"),
            join_bytes: self.bytes("join", "Size of a text sent to a client that had nothing"),
            deep_check_seconds: self.seconds("deep_check", "Time to apply and compare what was stored"),
            quarantined: self.count("changes_quarantined", "Stored changes taken out of the log"),
            snapshot_bytes: self.bytes("snapshot", "Size of a snapshot that was written"),
            snapshots_damaged: self.count("snapshots_damaged", "Snapshots found damaged"),
            requests: self.count("http_requests", "Requests answered, by pattern of address"),
            request_seconds: self.with_unit(
                "http_request", "Time until the headers of an answer", Unit::Seconds,
                Family::new_with_constructor(page_seconds),
            ),
            requests_under_way: self.count("http_requests_under_way", "Requests not answered yet"),
            event_streams: self.count("event_streams", "Pages that listen to what changes"),
            mails_sent: self.count("mails_sent", "Mails that the mail server took"),
            mails_failed: self.count("mails_failed", "Tries that failed, and are made again"),
            mails_given_up: self.count("mails_given_up", "Mails that were refused for good"),
            mails_waiting: self.count("mails_waiting", "Mails that wait to be sent"),
            database_used: self.count("database_connections_used", "Connections to the database in use"),
            database_idle: self.count("database_connections_idle", "Connections to the database that wait"),
        }
    }

    /// Every reason stands at zero from the start, so that the first refusal is seen as a change.
    fn refused(&mut self) -> Family<Labels, Counter> {
        let refused: Family<Labels, Counter> = self.count("refused", "What clients sent and was not taken");
        for reason in Reason::ALL {
            drop(refused.get_or_create(&reason.label()));
        }
        refused
    }
}
