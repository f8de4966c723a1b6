//! A small association with texts, on a database of its own, for tests that come from outside: who they are and how
//! they log in is printed as one JSON object.
//!
//! `scene run DATABASE STATEMENT` does to a database what any other process may do.
//!
//! `scene found DATABASE` founds it. `scene freeze DATABASE DOCUMENT` and `scene thaw DATABASE DOCUMENT` do to a text what a
//! move of its stage does to its live document. `scene version DATABASE DOCUMENT` freezes a version of it as it stands.
//! `scene stored DATABASE` loads every document and prints the hashes of the changes of each.
//! `scene hold DATABASE` keeps everyone else from writing, says so, and lets go when its input ends.

use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use dires::clock::{Clock as _, SystemClock};
use dires::entropy::{SystemEntropy, Token};
use dires::papers::{Asker, create, live};
use dires::storage::sessions::NewSession;
use dires::storage::versions::NewVersion;
use dires::storage::{Db, Tx};
use dires::sync::document_url;
use dires_domain::circuit::Stage;
use dires_domain::ids::{DocumentId, MandateId, PersonId, TerritoryId};
use dires_domain::paper::PaperKind;
use dires_domain::people::{Function, Mandate, Membership, Person, Term, Territory};
use dires_domain::sheet::Sheet;
use dires_domain::text::{Block, Canonical, Text};
use serde_json::{Map, Value, json};
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// First name in the tests, function, territory by its rank: two write the text, one reads it, one is a stranger to it.
const CAST: [(&str, Function, usize); 4] = [
    ("alice", Function::Direction, 0),
    ("bob", Function::Direction, 1),
    ("chloe", Function::Presidency, 0),
    ("mallory", Function::Direction, 2),
];

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["found", database] => found(database).await,
        ["freeze", database, document] => set_frozen(database, document, true).await,
        ["hold", database] => hold(database).await,
        ["thaw", database, document] => set_frozen(database, document, false).await,
        ["version", database, document] => version(database, document).await,
        ["stored", database] => stored(database).await,
        ["run", database, statement] => run(database, statement).await,
        _ => Err(
            "scene found|freeze|thaw|version|stored|run|hold DATABASE [DOCUMENT|STATEMENT]".into(),
        ),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn set_frozen(database: &str, document: &str, frozen: bool) -> Outcome<()> {
    let db = Db::open(database).await?;
    let mut tx = db.write().await?;
    live::set_frozen(&mut tx, document.parse()?, frozen).await?;
    Ok(tx.save().await?)
}

/// What a backup, or another program on the same file, does to writers.
async fn hold(database: &str) -> Outcome<()> {
    let db = Db::existing(database).await?;
    let tx = db.write().await?;
    println!("held");
    let ended =
        tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    ended.await??;
    drop(tx);
    Ok(())
}

async fn version(database: &str, document: &str) -> Outcome<()> {
    let db = Db::open(database).await?;
    let mut tx = db.write().await?;
    let document: DocumentId = document.parse()?;
    let paper = tx.paper_of(document).await?.ok_or("no such text")?;
    let live = live::hold(&mut tx, paper).await?.ok_or("no live text")?;
    let text = live::read(&mut tx, document).await?;
    let title = text.title.clone();
    let perimeter: Vec<String> = vec!["sicoval".to_owned()];
    let canonical = Canonical::new(PaperKind::Dire.code(), &perimeter, text.settled())?;
    tx.freeze(NewVersion {
        suggestions: 0,
        paper,
        stage: Stage::Drafting,
        title,
        heads: live.heads,
        perimeter,
        bytes: canonical.to_bytes(),
        at: SystemClock.now(),
        by: None,
    })
    .await?;
    Ok(tx.save().await?)
}

/// `{document: [hash, …]}`, in the order of arrival.
async fn stored(database: &str) -> Outcome<()> {
    let db = Db::open(database).await?;
    let mut tx = db.read().await?;
    let documents: Vec<(Uuid,)> = tx.query("select id from document").all().await?;
    let mut all = Map::new();
    for (id,) in documents {
        let hashes: Vec<(Vec<u8>,)> = tx
            .query("select hash from change where document_id = $1 order by seq")
            .bind(id)
            .all()
            .await?;
        let hashes: Vec<_> = hashes.iter().map(|(hash,)| hex::encode(hash)).collect();
        all.insert(id.to_string(), json!(hashes));
    }
    println!("{}", Value::Object(all));
    Ok(())
}

async fn run(database: &str, statement: &str) -> Outcome<()> {
    let db = Db::open(database).await?;
    let mut tx = db.write().await?;
    // The program ends with its only statement.
    tx.query(statement.to_owned().leak()).execute().await?;
    Ok(tx.save().await?)
}

async fn found(database: &str) -> Outcome<()> {
    let db = Db::open(database).await?;
    let mut tx = db.write().await?;
    association(&mut tx).await?;
    let territories = territories(&mut tx).await?;
    let mut people = Map::new();
    let mut author = None;
    for (name, function, territory) in CAST {
        let person = person(&mut tx, name).await?;
        let mandate = mandate(person, function, territories[territory]);
        tx.give_mandate(&mandate, SystemClock.now(), None).await?;
        author.get_or_insert(mandate);
        people.insert(name.to_owned(), told(&mut tx, person).await?);
    }
    let author = author.ok_or("nobody to write")?;
    let mut texts = Vec::new();
    for title in ["Premier texte", "Deuxième texte", "Troisième texte"] {
        texts.push(text(&mut tx, &author, &territories[..2], title).await?);
    }
    tx.save().await?;
    println!("{}", json!({ "people": people, "texts": texts }));
    Ok(())
}

async fn association(tx: &mut Tx) -> Outcome<()> {
    tx.query(
        "insert into association (id, name, demonstration, storage_id, created_at) values ($1, $2, true, $3, $4)",
    )
    .bind(Uuid::now_v7())
    .bind("Association d’essai")
    .bind(Uuid::new_v4().to_string())
    .bind(SystemClock.now())
    .execute()
    .await?;
    Ok(())
}

fn always() -> Outcome<Term> {
    let since = NaiveDate::from_ymd_opt(2020, 1, 1).ok_or("no such day")?;
    Ok(Term::new(since, None)?)
}

async fn territories(tx: &mut Tx) -> Outcome<Vec<TerritoryId>> {
    let names = ["Sicoval", "Grand Montauban", "Agglo Foix-Varilhes"];
    let mut ids = Vec::new();
    for (colour, name) in (0..).zip(names) {
        let territory = Territory {
            id: TerritoryId(Uuid::now_v7()),
            slug: name.to_lowercase().replace(' ', "-"),
            name: name.to_owned(),
            membership: Membership::Member,
            colour,
            term: always()?,
        };
        tx.add_territory(&territory).await?;
        ids.push(territory.id);
    }
    Ok(ids)
}

async fn person(tx: &mut Tx, name: &str) -> Outcome<PersonId> {
    let person = Person {
        id: PersonId(Uuid::now_v7()),
        name: format!("Direction {name}"),
        email: format!("{name}@exemple.fr"),
    };
    tx.add_person(&person, None, true, SystemClock.now())
        .await?;
    Ok(person.id)
}

fn mandate(person: PersonId, function: Function, territory: TerritoryId) -> Mandate {
    Mandate {
        id: MandateId(Uuid::now_v7()),
        person,
        territory: Some(territory),
        function,
        term: always().expect("a term"),
        seats: Vec::new(),
    }
}

/// Two sessions: one in force, one that has expired.
async fn told(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    let now = SystemClock.now();
    let cookie = session(tx, person, now + TimeDelta::days(1)).await?;
    let expired = session(tx, person, now - TimeDelta::seconds(1)).await?;
    Ok(json!({ "id": person, "cookie": cookie, "expired": expired }))
}

async fn session(tx: &mut Tx, person: PersonId, expires_at: DateTime<Utc>) -> Outcome<String> {
    let token = Token::new(&SystemEntropy);
    tx.open_session(NewSession {
        token_hash: token.hash(),
        person,
        now: SystemClock.now(),
        expires_at,
        agent: "essai".to_owned(),
    })
    .await?;
    Ok(format!("dires={}", token.secret()))
}

async fn text(
    tx: &mut Tx,
    author: &Mandate,
    perimeter: &[TerritoryId],
    title: &str,
) -> Outcome<Value> {
    let asker = Asker {
        person: author.person,
        mandates: std::slice::from_ref(author),
        now: SystemClock.now(),
        today: SystemClock.today(),
    };
    let sheet = Sheet {
        kind: PaperKind::Dire,
        title: title.to_owned(),
        perimeter: perimeter.to_vec(),
        strand: None,
        addressee: String::new(),
        deadline: None,
        call: None,
    };
    let start = create::Start {
        sheet,
        text: Text {
            title: title.to_owned(),
            blocks: vec![Block::paragraph("Bonjour")],
        },
        corrects: None,
        demonstration: true,
    };
    let paper = create::create(tx, &asker, start).await?;
    let (document,): (Uuid,) = tx
        .query("select id from document where paper_id = $1 and not branch")
        .bind(paper.0)
        .one()
        .await?;
    Ok(json!({ "paper": paper, "document": document, "url": document_url(DocumentId(document)) }))
}
