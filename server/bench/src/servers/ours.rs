//! `dires serve` on an association whose texts are written straight into its database, one row a change.

use std::path::Path;
use std::process::Command;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use dires::clock::{Clock as _, SystemClock};
use dires::entropy::{SystemEntropy, Token};
use dires::storage::documents::NewDocument;
use dires::storage::papers::NewPaper;
use dires::storage::sessions::NewSession;
use dires::storage::{Db, Tx};
use dires::sync::document_url;
use dires_domain::circuit::Stage;
use dires_domain::ids::{DocumentId, MandateId, PaperId, PersonId, TerritoryId};
use dires_domain::paper::PaperKind;
use dires_domain::people::{Function, Mandate, Membership, Person, Term, Territory};
use dires_domain::sheet::Sheet;
use uuid::Uuid;

use super::{Places, Seeded};
use crate::Outcome;
use crate::text::Text;

/// Who share the connections among them.
const PEOPLE: usize = 64;

/// What the binary says of itself.
pub fn version(places: &Places) -> Outcome<String> {
    let output = Command::new(&places.dires).arg("--version").output();
    let output = output.map_err(|error| format!("{}: {error}", places.dires.display()))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The server. The limits of one person are raised: here few people share many connections, and one floods.
pub fn command(places: &Places, folder: &Path, port: u16) -> Command {
    let mut command = Command::new(&places.dires);
    let settings = folder.join("dires.toml");
    let inherited = std::env::vars_os().filter(|(name, _)| {
        let name = name.to_string_lossy();
        // Those of the hub are for whoever runs the bench to try.
        !name.starts_with("DIRES_") || name.starts_with("DIRES_HUB_")
    });
    command
        .arg("serve")
        .env_clear()
        .envs(inherited)
        .env("DIRES_CONFIG", settings)
        .env("DIRES_DATA", folder)
        .env("DIRES_LISTEN", format!("127.0.0.1:{port}"))
        .env("DIRES_PUBLIC_URL", format!("http://127.0.0.1:{port}"));
    command
}

/// Founds an association with copies of the text.
pub fn seed(folder: &Path, text: &Text, count: usize) -> Outcome<Seeded> {
    std::fs::write(folder.join("dires.toml"), "")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let url = format!("sqlite://{}/dires.sqlite", folder.display());
        let db = Db::open(&url).await?;
        let mut tx = db.write().await?;
        let territory = association(&mut tx).await?;
        let mut cookies = Vec::new();
        let mut author = None;
        for number in 0..PEOPLE {
            let person = person(&mut tx, number, territory).await?;
            author.get_or_insert(person);
            cookies.push(session(&mut tx, person).await?);
        }
        let author = author.ok_or("nobody")?;
        let mut documents = Vec::new();
        // All are the same.
        let saved = text.doc.save();
        for number in 0..count {
            let document = paper(&mut tx, (author, territory), text, number).await?;
            let changes = i64::try_from(text.doc.get_changes_meta(&[]).len())?;
            tx.keep_snapshot(document, changes, saved.clone(), SystemClock.now())
                .await?;
            documents.push(document_url(document));
        }
        tx.save().await?;
        db.close().await;
        Ok(Seeded { documents, cookies })
    })
}

async fn association(tx: &mut Tx) -> Outcome<TerritoryId> {
    tx.query(
        "insert into association (id, name, demonstration, storage_id, created_at) values ($1, $2, true, $3, $4)",
    )
    .bind(Uuid::now_v7())
    .bind("Association d’essai")
    .bind(Uuid::new_v4().to_string())
    .bind(SystemClock.now())
    .execute()
    .await?;
    let territory = Territory {
        id: TerritoryId(Uuid::now_v7()),
        slug: "sicoval".to_owned(),
        name: "Sicoval".to_owned(),
        membership: Membership::Member,
        colour: 0,
        term: always()?,
    };
    tx.add_territory(&territory).await?;
    Ok(territory.id)
}

fn always() -> Outcome<Term> {
    let since = NaiveDate::from_ymd_opt(2020, 1, 1).ok_or("no such day")?;
    Ok(Term::new(since, None)?)
}

async fn person(tx: &mut Tx, number: usize, territory: TerritoryId) -> Outcome<PersonId> {
    let now = SystemClock.now();
    let person = Person {
        id: PersonId(Uuid::now_v7()),
        name: format!("Direction {number}"),
        email: format!("direction-{number}@exemple.fr"),
    };
    tx.add_person(&person, None, true, now).await?;
    let mandate = Mandate {
        id: MandateId(Uuid::now_v7()),
        person: person.id,
        territory: Some(territory),
        function: Function::Direction,
        term: always()?,
        seats: Vec::new(),
    };
    tx.give_mandate(&mandate, now, None).await?;
    Ok(person.id)
}

async fn session(tx: &mut Tx, person: PersonId) -> Outcome<String> {
    let token = Token::new(&SystemEntropy);
    let now: DateTime<Utc> = SystemClock.now();
    tx.open_session(NewSession {
        token_hash: token.hash(),
        person,
        now,
        expires_at: now + TimeDelta::days(1),
        agent: "essai".to_owned(),
    })
    .await?;
    Ok(format!("Cookie: dires={}\r\n", token.secret()))
}

async fn paper(
    tx: &mut Tx,
    (by, territory): (PersonId, TerritoryId),
    text: &Text,
    number: usize,
) -> Outcome<DocumentId> {
    let at = SystemClock.now();
    let paper = PaperId(Uuid::now_v7());
    tx.create_paper(&NewPaper {
        id: paper,
        sheet: Sheet {
            kind: PaperKind::Dire,
            title: format!("Essai {number}"),
            perimeter: vec![territory],
            strand: None,
            addressee: String::new(),
            deadline: None,
            call: None,
        },
        stage: Stage::Drafting,
        corrects: None,
        prior: false,
        demonstration: true,
        at,
        by,
        territory: Some(territory),
    })
    .await?;
    let document = DocumentId(Uuid::now_v7());
    tx.create_document(NewDocument {
        id: document,
        paper,
        doc: &text.doc,
        person: Some(by),
        territory: Some(territory),
        at,
    })
    .await?;
    Ok(document)
}
