//! What is exposed, name by name: alerts and dashboards are written against these.

use std::time::Duration;

use dires_domain::room::NotTaken;
use dires_domain::vetting::Refusal;

use super::{Metrics, Reason};

fn line(metrics: &Metrics, start: &str) -> String {
    let text = metrics.exposed();
    let found = text.lines().find(|line| line.starts_with(start));
    found
        .unwrap_or_else(|| panic!("no line {start} in\n{text}"))
        .to_owned()
}

#[test]
fn what_is_open_is_counted_until_it_is_not() {
    let metrics = Metrics::default();
    let (one, other) = (metrics.connection_opened(), metrics.connection_opened());
    let text = metrics.document_opened();
    assert_eq!(line(&metrics, "dires_connections "), "dires_connections 2");
    drop((one, text));
    assert_eq!(line(&metrics, "dires_connections "), "dires_connections 1");
    assert_eq!(
        line(&metrics, "dires_documents_open "),
        "dires_documents_open 0"
    );
    drop(other);
    assert_eq!(line(&metrics, "dires_connections "), "dires_connections 0");
    assert_eq!(
        line(&metrics, "dires_connections_opened_total"),
        "dires_connections_opened_total 2"
    );
}

#[test]
fn a_refusal_is_counted_by_its_kind_and_shows_nothing_of_what_was_sent() {
    let metrics = Metrics::default();
    metrics.refused(&Refusal::NotAText("des mots secrets".to_owned()));
    metrics.refused(&Refusal::TitleTooLong(500));
    metrics.refused(&Refusal::TooManyBytes(2));
    metrics.refused(NotTaken::Frozen);
    let count = |reason: Reason| {
        line(
            &metrics,
            &format!("dires_refused_total{{reason=\"{}\"}}", reason.code()),
        )
    };
    assert_eq!(
        count(Reason::TooLarge),
        "dires_refused_total{reason=\"too_large\"} 2"
    );
    assert_eq!(
        count(Reason::Frozen),
        "dires_refused_total{reason=\"frozen\"} 1"
    );
    assert_eq!(
        count(Reason::Rate),
        "dires_refused_total{reason=\"rate\"} 0"
    );
    assert!(!metrics.exposed().contains("secrets"));
}

#[test]
fn a_commit_says_its_time_and_its_size() {
    let metrics = Metrics::default();
    metrics.committed(Duration::from_millis(3), 12, 2);
    metrics.committed(Duration::from_millis(1), 1, 1);
    assert_eq!(
        line(&metrics, "dires_commit_seconds_count"),
        "dires_commit_seconds_count 2"
    );
    assert_eq!(
        line(&metrics, "dires_commit_seconds_sum"),
        "dires_commit_seconds_sum 0.004"
    );
    assert_eq!(
        line(&metrics, "dires_commit_changes_sum"),
        "dires_commit_changes_sum 13.0"
    );
    assert_eq!(
        line(&metrics, "dires_commit_documents_sum"),
        "dires_commit_documents_sum 3.0"
    );
}

#[test]
fn whatever_is_asked_for_the_labels_stay_few() {
    let metrics = Metrics::default();
    let quick = Duration::from_millis(1);
    metrics.answered("GET", Some("/textes/{id}"), 200, quick);
    for made_up in ["BREW", "SING", "DANCE"] {
        metrics.answered(made_up, None, 405, quick);
    }
    let counted = "dires_http_requests_total{";
    let text = metrics.exposed();
    let lines: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with(counted))
        .collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines.contains(
            &"dires_http_requests_total{method=\"other\",route=\"none\",status=\"405\"} 3"
        )
    );
}

#[test]
fn every_name_is_known() {
    let metrics = Metrics::default();
    metrics.answered("GET", Some("/"), 200, Duration::ZERO);
    let text = metrics.exposed();
    let kinds = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE dires_"));
    let mut names: Vec<_> = kinds.collect();
    names.sort_unstable();
    insta::assert_snapshot!(names.join("\n"), @r"
    build info
    changes_quarantined counter
    commit_changes histogram
    commit_documents histogram
    commit_seconds histogram
    commits_failed counter
    connections gauge
    connections_opened counter
    database_connections_idle gauge
    database_connections_used gauge
    deep_check_seconds histogram
    documents_open gauge
    edits counter
    event_streams gauge
    http_request_seconds histogram
    http_requests counter
    http_requests_under_way gauge
    join_bytes histogram
    mails_failed counter
    mails_given_up counter
    mails_sent counter
    mails_waiting gauge
    refused counter
    slow_readers counter
    snapshot_bytes histogram
    snapshots_damaged counter
    ");
    assert!(text.ends_with("# EOF\n"));
}

#[test]
#[cfg(target_os = "linux")]
fn the_process_says_what_it_takes() {
    let metrics = Metrics::default();
    let number = |name: &str| {
        let line = line(&metrics, name);
        line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()
    };
    // 2024-01-01: a start in seconds, and not in another unit.
    assert!(number("process_start_time_seconds ") > 1_704_067_200.0);
    assert!(number("process_resident_memory_bytes ") > 1_000_000.0);
    assert!(number("process_open_fds ") >= 3.0);
    let busy = number("process_cpu_seconds_total ");
    while number("process_cpu_seconds_total ") <= busy {}
}
