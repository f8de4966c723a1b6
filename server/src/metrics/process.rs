//! The process itself, under the names that Prometheus' own clients use. Read when asked, where Linux tells it.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

/// Ticks a second of what `/proc` counts: 100 on every Linux (`USER_HZ`, proc(5)).
const TICKS: f64 = 100.0;

/// Since when it runs, in seconds since 1970.
#[derive(Debug)]
pub struct Process {
    started: f64,
}

impl Process {
    /// One that starts now.
    pub fn new() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            started: since.map_or(0.0, |since| since.as_secs_f64()),
        }
    }
}

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), fmt::Error> {
        let started = ConstGauge::new(self.started);
        let mut say = |name, help, metric: &dyn EncodeMetric| {
            metric.encode(encoder.encode_descriptor(name, help, None, metric.metric_type())?)
        };
        let start = "process_start_time_seconds";
        say(start, "When it started, in seconds since 1970", &started)?;
        if let Some(cpu) = cpu_seconds() {
            let cpu = ConstCounter::new(cpu);
            say("process_cpu_seconds", "Processor time spent", &cpu)?;
        }
        if let Some(memory) = resident_bytes() {
            let memory = ConstGauge::new(memory);
            say("process_resident_memory_bytes", "Memory held", &memory)?;
        }
        if let Some(files) = open_files() {
            say("process_open_fds", "Files open", &ConstGauge::new(files))?;
        }
        Ok(())
    }
}

/// The times of user and system, the 14th and 15th fields; the second, in brackets, may hold anything.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS)
}

/// Said in kibibytes.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1_024)
}

fn open_files() -> Option<u64> {
    let files = std::fs::read_dir("/proc/self/fd").ok()?;
    Some(files.count() as u64)
}
