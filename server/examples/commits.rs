//! What a commit costs: `commits DATABASE` prints processor time by commit and by change.

use std::sync::Arc;
use std::time::{Duration, Instant};

use automerge::ActorId;
use automerge::ChangeHash;
use dires::clock::{Clock, SystemClock};
use dires::events::Events;
use dires::storage::Db;
use dires::sync::committer::Committer;
use dires_domain::ids::{DocumentId, PersonId};
use dires_domain::room::{NewChange, Store, Writer};
use uuid::Uuid;

fn cpu() -> Duration {
    let mut total = 0;
    for task in std::fs::read_dir("/proc/self/task").unwrap() {
        let Ok(text) = std::fs::read_to_string(task.unwrap().path().join("schedstat")) else {
            continue;
        };
        total += text.split(' ').next().unwrap().parse::<u64>().unwrap();
    }
    Duration::from_nanos(total)
}

fn store(person: Uuid, count: usize) -> Store {
    let change = |_| {
        let hash = [*Uuid::new_v4().as_bytes(), *Uuid::new_v4().as_bytes()].concat();
        NewChange {
            hash: ChangeHash(hash.try_into().unwrap()),
            actor: ActorId::from([1; 16]),
            bytes: vec![7; 110],
            writer: Writer {
                person: PersonId(person),
                territory: None,
            },
        }
    };
    let changes: Vec<_> = (0..count).map(change).collect();
    let heads = vec![changes[count - 1].hash];
    Store {
        changes,
        heads,
        title: "Titre".into(),
    }
}

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    let db = Db::open(&url).await.unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let now = clock.now();
    let person = Uuid::now_v7();
    let mut tx = db.write().await.unwrap();
    tx.query("insert into person (id, name, email, email_folded, demonstration, created_at) values ($1, 'a', $2, $2, true, $3)")
        .bind(person).bind(person.to_string()).bind(now).execute().await.unwrap();
    let mut documents = Vec::new();
    for _ in 0..500 {
        let (paper, document) = (Uuid::now_v7(), Uuid::new_v4());
        tx.query("insert into paper (id, kind, title, stage, addressee, prior, demonstration, created_at, created_by, revision) values ($1, 'dire', 'Titre', 'redaction', '', false, true, $2, $3, 1)")
            .bind(paper).bind(now).bind(person).execute().await.unwrap();
        tx.query("insert into document (id, paper_id, frozen, next_seq, heads, changed_at) values ($1, $2, false, 0, '{\"heads\":[]}', $3)")
            .bind(document).bind(paper).bind(now).execute().await.unwrap();
        documents.push((DocumentId(document), 0_i64));
    }
    tx.save().await.unwrap();
    let committer = Arc::new(Committer::start(db.clone(), clock, Events::default()));
    for (document, next) in &mut documents {
        committer.commit(*document, 0, store(person, 1)).await;
        *next += 1;
    }
    for rate in [250_u64, 0] {
        let n = if rate == 0 { 5_000 } else { 1_500 };
        let work: Vec<_> = (0..n).map(|_| store(person, 1)).collect();
        let (wall, used) = (Instant::now(), cpu());
        for (at, store) in work.into_iter().enumerate() {
            if rate > 0 {
                tokio::time::sleep_until(
                    (wall + Duration::from_micros(at as u64 * 1_000_000 / rate)).into(),
                )
                .await;
            }
            let (document, next) = &mut documents[at % 500];
            let outcome = committer.commit(*document, *next, store).await;
            assert_eq!(format!("{outcome:?}"), "Done");
            *next += 1;
        }
        let (wall, used) = (wall.elapsed(), cpu() - used);
        println!(
            "rate {rate}: {:.1} µs processor, {:.1} µs a commit",
            used.as_secs_f64() * 1e6 / n as f64,
            wall.as_secs_f64() * 1e6 / n as f64
        );
    }
    // 20 documents at once, single changes.
    let (wall, used) = (Instant::now(), cpu());
    for round in 0..100 {
        let mut all = Vec::new();
        for place in 0..20 {
            let at = (round * 20 + place) % 500;
            let (document, next) = documents[at];
            documents[at].1 += 1;
            let (committer, store) = (committer.clone(), store(person, 1));
            all.push(tokio::spawn(async move {
                committer.commit(document, next, store).await
            }));
        }
        for one in all {
            assert_eq!(format!("{:?}", one.await.unwrap()), "Done");
        }
    }
    println!(
        "20 at once: {:.1} µs processor a commit, {:.1} µs wall",
        (cpu() - used).as_secs_f64() * 1e6 / 2000.0,
        wall.elapsed().as_secs_f64() * 1e6 / 2000.0
    );
    let work: Vec<_> = (0..80).map(|_| store(person, 256)).collect();
    let (wall, used) = (Instant::now(), cpu());
    for store in work {
        let (document, next) = &mut documents[0];
        let outcome = committer.commit(*document, *next, store).await;
        assert_eq!(format!("{outcome:?}"), "Done");
        *next += 256;
    }
    println!(
        "256 a batch: {:.1} µs processor a change, {:.1} µs wall",
        (cpu() - used).as_secs_f64() * 1e6 / 20480.0,
        wall.elapsed().as_secs_f64() * 1e6 / 20480.0
    );
}
