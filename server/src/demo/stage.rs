//! Plays a story: each deed by its person, on its day, through the functions that the pages call.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use dires_domain::circuit::Action;
use dires_domain::decision::Said as Votes;
use dires_domain::ids::{PaperId, PersonId};
use dires_domain::paper::{Opinion, PaperKind, Position, Vote};
use dires_domain::people::Mandate;
use dires_domain::sheet::{Call, Sheet};
use dires_domain::text::{LeadingHeading, Text, from_markdown};

use super::DemoError;
use super::cast::{Cast, MEMBERS, project_day};
use super::catalogue::PROJECT;
use super::pen::{self, Stroke};
use super::story::{Deed, LONGEST, Said, Settled, Story};
use super::tabled;
use crate::clock::day_of;
use crate::papers::Asker;
use crate::papers::create::{Start, create};
use crate::papers::live;
use crate::papers::opinion::{self, NewOpinion};
use crate::papers::position::{self, NewPosition};
use crate::papers::step::{RecordedBallot, Step, step};
use crate::publish::order::{Order, publish};
use crate::publish::prior::{Prior, enter};
use crate::storage::papers::Paper;
use crate::storage::{Db, StorageError, Tx};
use crate::web::messages::decision;

/// The morning so many days before an instant, at 9 h 30 or 10 h 30 in Paris; never later than the instant.
pub fn morning(now: DateTime<Utc>, days_ago: i64) -> DateTime<Utc> {
    let half_past_eight = NaiveTime::from_hms_opt(8, 30, 0).expect("an hour of the day");
    let day = now.date_naive() - TimeDelta::days(days_ago);
    day.and_time(half_past_eight).and_utc().min(now)
}

/// Somebody on some day.
pub(super) struct Player {
    person: PersonId,
    mandates: Vec<Mandate>,
    now: DateTime<Utc>,
}

impl Player {
    pub(super) async fn of(
        tx: &mut Tx,
        cast: &Cast,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, StorageError> {
        let person = cast.people[who];
        let mandates = tx.mandates_of(person).await?;
        Ok(Self {
            person,
            mandates,
            now,
        })
    }

    pub(super) fn asker(&self) -> Asker<'_> {
        Asker {
            person: self.person,
            mandates: &self.mandates,
            now: self.now,
            today: day_of(self.now),
        }
    }
}

/// Plays a story up to its last deed.
pub async fn play(
    db: &Db,
    cast: &Cast,
    story: &Story,
    now: DateTime<Utc>,
) -> Result<(), DemoError> {
    let paper = start(db, cast, story, now).await?;
    for (at, (days_ago, who, deed)) in (0..).zip(story.deeds) {
        let minute = TimeDelta::minutes(7 * at);
        let on = (morning(now, *days_ago) + minute).min(now);
        let done = Scene {
            db,
            cast,
            paper,
            who,
            on,
        }
        .act(deed)
        .await;
        done.map_err(|error| DemoError::Deed {
            file: story.file,
            deed: format!("{who}, {days_ago} days ago: {deed:?}"),
            error: Box::new(error),
        })?;
    }
    Ok(())
}

async fn start(
    db: &Db,
    cast: &Cast,
    story: &Story,
    now: DateTime<Utc>,
) -> Result<PaperId, DemoError> {
    let (who, days_ago) = story.started;
    let text = from_markdown(story.markdown, LeadingHeading::BecomesTitle);
    let mut tx = db.write().await?;
    let player = Player::of(&mut tx, cast, who, morning(now, days_ago)).await?;
    let start = Start {
        sheet: sheet(cast, story, &text, now),
        text,
        corrects: None,
        demonstration: true,
    };
    let paper = create(&mut tx, &player.asker(), start).await?;
    tx.save().await?;
    Ok(paper)
}

fn sheet(cast: &Cast, story: &Story, text: &Text, now: DateTime<Utc>) -> Sheet {
    let territories = story.perimeter.iter();
    Sheet {
        kind: story.kind,
        title: text.title.clone(),
        perimeter: territories.map(|slug| cast.territories[slug]).collect(),
        strand: story.strand.map(|slug| cast.strands[slug].id),
        addressee: story.addressee.to_owned(),
        deadline: story
            .deadline
            .map(|days| now.date_naive() + TimeDelta::days(days)),
        call: story.call.map(|(name, carrier, days)| Call {
            name: name.to_owned(),
            carrier: carrier.to_owned(),
            closes_at: morning(now + TimeDelta::days(days), 0),
        }),
    }
}

/// One deed about to be done.
struct Scene<'a> {
    db: &'a Db,
    cast: &'a Cast,
    paper: PaperId,
    who: &'a str,
    on: DateTime<Utc>,
}

impl Scene<'_> {
    async fn act(&self, deed: &Deed) -> Result<(), DemoError> {
        if let Deed::Publish = deed {
            return self.publish().await;
        }
        let mut tx = self.db.write().await?;
        let player = Player::of(&mut tx, self.cast, self.who, self.on).await?;
        match deed {
            Deed::Opinion(word, words) => {
                let new = self.opinion(&mut tx, *word, words).await?;
                opinion::give(&mut tx, &player.asker(), self.paper, &new).await?;
            }
            Deed::Position(word, words) => {
                let new = self.position(&mut tx, *word, words).await?;
                position::take(&mut tx, &player.asker(), self.paper, &new).await?;
            }
            Deed::Write(after, sentence) => {
                let document = self.paper(&mut tx).await?.document;
                let document = document.ok_or(StorageError::Absent)?;
                let stroke = Stroke {
                    after,
                    over: "",
                    words: sentence,
                };
                let territory = player.mandates.iter().find_map(|it| it.territory);
                pen::write(&mut tx, &player.asker(), territory, document, stroke).await?;
            }
            Deed::Amend(stroke, motive) => {
                tabled::amend(&mut tx, &player.asker(), self.paper, (*stroke, motive)).await?;
            }
            Deed::Reserve(words, wording, motive) => {
                let paper = self.paper(&mut tx).await?;
                let said = (*words, *wording, *motive);
                tabled::reserve(&mut tx, &player.asker(), &paper, said).await?;
            }
            _ => {
                let asked = self.step(&mut tx, deed).await?;
                step(&mut tx, &player.asker(), self.paper, &asked).await?;
            }
        }
        Ok(tx.save().await?)
    }

    /// The avis on the words as they stand.
    async fn opinion(
        &self,
        tx: &mut Tx,
        word: Opinion,
        words: &str,
    ) -> Result<NewOpinion, DemoError> {
        let paper = self.paper(tx).await?;
        let (_, heads) = live::look(tx, &paper).await?;
        Ok(NewOpinion {
            territory: None,
            word,
            reservation: words.to_owned(),
            heads,
            revision: paper.revision,
        })
    }

    /// The position on the last version.
    async fn position(
        &self,
        tx: &mut Tx,
        word: Position,
        words: &str,
    ) -> Result<NewPosition, DemoError> {
        let version = tx.last_version(self.paper).await?;
        Ok(NewPosition {
            territory: None,
            word,
            reservation: words.to_owned(),
            version: version.ok_or(StorageError::Absent)?.number,
            revision: self.paper(tx).await?.revision,
        })
    }

    async fn step(&self, tx: &mut Tx, deed: &Deed) -> Result<Step, DemoError> {
        let (action, motive, ballot) = match deed {
            Deed::Submit => (Action::Submit, "", None),
            Deed::Forward => (Action::Forward, "", None),
            Deed::SendBack(motive) => (Action::SendBack, *motive, None),
            Deed::Adopt(said, settled) => (Action::Adopt, "", Some(self.ballot(said, settled))),
            Deed::Refuse(motive, said) => (Action::Refuse, *motive, Some(self.ballot(said, &[]))),
            _ => (Action::Approve, "", None),
        };
        Ok(Step {
            action,
            revision: self.paper(tx).await?.revision,
            motive: motive.to_owned(),
            meeting: None,
            ballot,
        })
    }

    /// The vote of the assemblée générale on that day: those that are not named vote for.
    fn ballot(&self, said: &[Said], settled: &[Settled]) -> RecordedBallot {
        let vote = |slug: &str| {
            let named = said.iter().find(|(named, _)| *named == slug);
            named.map_or(Vote::For, |(_, vote)| *vote)
        };
        let id = |slug: &str| self.cast.territories[slug];
        RecordedBallot {
            body: Some(self.cast.bodies["assemblee-generale"].id),
            date: Some(day_of(self.on)),
            said: Votes {
                votes: MEMBERS.iter().map(|slug| (id(slug), vote(slug))).collect(),
                ..Votes::default()
            },
            reserves: settled
                .iter()
                .map(|(slug, state)| (id(slug), *state))
                .collect(),
            explain: decision::explain,
        }
    }

    async fn paper(&self, tx: &mut Tx) -> Result<Paper, StorageError> {
        tx.paper(self.paper).await?.ok_or(StorageError::Absent)
    }

    async fn publish(&self) -> Result<(), DemoError> {
        let mut tx = self.db.read().await?;
        let player = Player::of(&mut tx, self.cast, self.who, self.on).await?;
        drop(tx);
        let order = Order {
            paper: self.paper,
            embargo: None,
        };
        publish(self.db, &player.asker(), &order).await?;
        Ok(())
    }
}

/// Enters our summary of the projet de coopération, adopted before the tool existed: no vote is known.
pub async fn enter_prior(db: &Db, cast: &Cast, now: DateTime<Utc>) -> Result<(), DemoError> {
    let mut tx = db.read().await?;
    let office = Player::of(&mut tx, cast, "secretariat", morning(now, LONGEST)).await?;
    drop(tx);
    let text = from_markdown(PROJECT, LeadingHeading::BecomesTitle);
    let prior = Prior {
        sheet: Sheet {
            kind: PaperKind::Dire,
            title: text.title.clone(),
            perimeter: MEMBERS.iter().map(|slug| cast.territories[slug]).collect(),
            strand: None,
            addressee: String::new(),
            deadline: None,
            call: None,
        },
        text,
        body: cast.bodies["assemblee-generale"].id,
        decided_on: project_day(),
        demonstration: true,
    };
    enter(db, &office.asker(), &prior).await?;
    Ok(())
}
