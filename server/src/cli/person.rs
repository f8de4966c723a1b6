//! `dires person add`: how the first person enters, before anyone can log in.

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use dires_domain::appointment::{self, Appointment};
use dires_domain::ids::{MandateId, PersonId};
use dires_domain::people::{Body, Function, Mandate, Person, Seat, Term, Territory};
use uuid::Uuid;

use super::{Failure, serve};
use crate::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::entropy::{SystemEntropy, Token};
use crate::storage::{StorageError, Tx};
use crate::web::dates;
use crate::web::messages::secretariat as say;

/// Who is added, and as what.
#[derive(Debug, Args)]
pub struct Add {
    #[arg(long, value_name = "ADRESSE", help = "Adresse électronique, qui sert à se connecter", help_heading = HEADING)]
    email: String,
    #[arg(long, value_name = "NOM", help = "Nom ou fonction, tel qu’il est affiché", help_heading = HEADING)]
    name: String,
    #[arg(long, value_name = "FONCTION", help = FUNCTIONS, help_heading = HEADING)]
    function: Option<String>,
    #[arg(long, value_name = "TERRITOIRE", help = "Territoire du mandat, par son nom d’adresse, comme sicoval", help_heading = HEADING)]
    territory: Option<String>,
    #[arg(long, value_name = "INSTANCE", help = "Instance où le mandat donne un siège\u{a0}; peut être répété", help_heading = HEADING)]
    seat: Vec<String>,
}

const HEADING: &str = "Options";
const FUNCTIONS: &str = "Fonction du mandat\u{a0}: direction, technicien, elu-referent, presidence ou secretariat\u{a0}; sans elle, aucun mandat";

impl Add {
    /// Adds the person, gives the mandate from today, and prints the link with which they choose a password.
    pub async fn run(&self, config: &Config) -> Result<(), Failure> {
        let person = self.person()?;
        let db = serve::open(config).await?;
        let token = Token::new(&SystemEntropy);
        let until = async {
            let mut tx = db.write().await?;
            let until = self.store(&mut tx, &person, &token).await?;
            tx.save().await?;
            Ok(until)
        };
        let until = until.await.map_err(|error| self.explain(config, error))?;
        db.close().await;
        say!("{} est ajouté.", person.name);
        say!(
            "Lien pour choisir un mot de passe, valable une fois jusqu’au {}\u{a0}:",
            dates::instant(until)
        );
        say!("{}/invitation/{}", config.public_url, token.secret());
        Ok(())
    }

    fn person(&self) -> Result<Person, Failure> {
        let (name, email) = (self.name.trim(), self.email.trim());
        if name.is_empty() {
            return Err(Failure::usage(say::NO_NAME));
        }
        let (before, after) = email.split_once('@').unwrap_or_default();
        if before.is_empty() || after.is_empty() || email.contains(char::is_whitespace) {
            return Err(Failure::usage(say::NOT_AN_EMAIL));
        }
        Ok(Person {
            id: PersonId(Uuid::now_v7()),
            name: name.to_owned(),
            email: email.to_owned(),
        })
    }

    async fn store(
        &self,
        tx: &mut Tx,
        person: &Person,
        token: &Token,
    ) -> Result<DateTime<Utc>, Refused> {
        let now = SystemClock.now();
        tx.add_person(person, None, false, now).await?;
        if let Some(code) = &self.function {
            let function = code
                .parse()
                .map_err(|_| Refused::Said(unknown("cette fonction", code, Function::ALL)))?;
            let mandate = self
                .mandate(tx, person.id, function, SystemClock.today())
                .await?;
            tx.give_mandate(&mandate, now, None).await?;
        }
        Ok(tx
            .invite(token.hash(), person.id, now, None)
            .await?
            .expires_at)
    }

    async fn mandate(
        &self,
        tx: &mut Tx,
        person: PersonId,
        function: Function,
        since: NaiveDate,
    ) -> Result<Mandate, Refused> {
        let territory = self.find_territory(tx.territories().await?)?;
        let seats = self.find_seats(&tx.bodies().await?)?;
        let asked = Appointment {
            function,
            territory: territory.as_ref(),
            seats: &seats,
            since,
            until: None,
        };
        appointment::check(&asked).map_err(|faults| Refused::faults(&faults, &seats))?;
        Ok(Mandate {
            id: MandateId(Uuid::now_v7()),
            person,
            territory: territory.map(|it| it.id),
            function,
            term: Term { since, until: None },
            seats: seats.iter().map(seat).collect(),
        })
    }

    fn find_territory(&self, known: Vec<Territory>) -> Result<Option<Territory>, Refused> {
        let Some(slug) = &self.territory else {
            return Ok(None);
        };
        let slugs: Vec<String> = known.iter().map(|it| it.slug.clone()).collect();
        let found = known.into_iter().find(|it| it.slug == *slug);
        found
            .map(Some)
            .ok_or_else(|| Refused::Said(unknown("ce territoire", slug, &slugs)))
    }

    fn find_seats(&self, known: &[Body]) -> Result<Vec<Body>, Refused> {
        let slugs: Vec<&str> = known.iter().map(|it| it.slug.as_str()).collect();
        let find = |slug: &String| {
            let found = known.iter().find(|it| it.slug == *slug).cloned();
            found.ok_or_else(|| Refused::Said(unknown("cette instance", slug, &slugs)))
        };
        self.seat.iter().map(find).collect()
    }

    fn explain(&self, config: &Config, refused: Refused) -> Failure {
        match refused {
            Refused::Said(sentence) => Failure::new(sentence),
            Refused::Storage(StorageError::Duplicate(_)) => Failure::new(format!(
                "L’adresse {} est déjà celle d’une personne. Le secrétariat lui crée un nouveau lien sur sa page.",
                self.email
            )),
            Refused::Storage(error) => Failure::database(config, &error),
        }
    }
}

/// Why nobody was added: everything is undone.
enum Refused {
    Said(String),
    Storage(StorageError),
}

impl Refused {
    fn faults(faults: &[appointment::Fault], seats: &[Body]) -> Self {
        let name = |fault: &appointment::Fault| match fault {
            appointment::Fault::SeatOfOthers(id) => seats
                .iter()
                .find(|it| it.id == *id)
                .map(|it| it.name.as_str()),
            _ => None,
        };
        let sentence =
            |fault: &appointment::Fault| say::fault(*fault, name(fault).unwrap_or_default()).1;
        Self::Said(faults.iter().map(sentence).collect::<Vec<_>>().join(" "))
    }
}

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

fn seat(body: &Body) -> Seat {
    Seat {
        body: body.id,
        conducts: body.conducts,
    }
}

fn unknown(what: &str, given: &str, known: &[impl ToString]) -> String {
    let known: Vec<String> = known.iter().map(ToString::to_string).collect();
    let known = if known.is_empty() {
        "aucune pour l’instant".to_owned()
    } else {
        known.join(", ")
    };
    format!("Dires ne connaît pas {what}\u{a0}: {given}. Valeurs possibles\u{a0}: {known}.")
}
