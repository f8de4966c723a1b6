//! What a mail says, from what is so when it is sent: a right that has ended, or a thing that is done, leaves nothing to
//! say.

mod beside;
mod consulted;
mod receipt;
mod record;

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::ids::{PaperId, PersonId};
use dires_domain::mail::{MailClass, MailKind};
use dires_domain::people::{Mandate, Territory};
use uuid::Uuid;

use super::convocation::{convocation, reminder, uninvited};
use super::letter::{Item, Letter};
use crate::app::App;
use crate::entropy::Token;
use crate::papers::board::{Awaited, Task, asked_by};
use crate::papers::{Asker, notify};
use crate::storage::outbox::Claimed;
use crate::storage::papers::Paper;
use crate::storage::people::Account;
use crate::storage::{StorageError, Tx};
use crate::web::messages::mail as say;
use crate::web::pages::papers::board::place;
use crate::web::{dates, typography};

/// A mail to send: to which address, saying what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The person's address.
    pub to: String,
    /// What it says.
    pub letter: Letter,
}

/// Whom it is written to, and when.
pub(super) struct Writing<'a> {
    pub(super) app: &'a App,
    pub(super) account: Account,
    mandates: Vec<Mandate>,
    pub(super) association: String,
    pub(super) now: DateTime<Utc>,
    today: NaiveDate,
}

/// A text as it is told to somebody.
struct Told {
    paper: Paper,
    title: String,
    tasks: Vec<Task>,
}

/// Makes what a mail says; none: nothing is to be said any more. The caller saves: an invitation's link is made here.
pub async fn compose(
    tx: &mut Tx,
    app: &App,
    mail: &Claimed,
) -> Result<Option<Composed>, StorageError> {
    let Some(writing) = Writing::to(tx, app, mail.person).await? else {
        return Ok(None);
    };
    let letter = match mail.kind.class() {
        MailClass::Personal => match mail.kind {
            MailKind::Invitation => writing.invitation(tx, mail).await?,
            MailKind::Convocation => convocation(tx, &writing, mail).await?,
            MailKind::MeetingReminder => reminder(tx, &writing, mail).await?,
            MailKind::Uninvited => uninvited(tx, &writing, mail).await?,
            MailKind::DecisionRecord => writing.decision_record(tx, mail).await?,
            MailKind::Receipt => writing.receipt(tx, mail).await?,
            _ => writing.consulted(tx, mail).await?,
        },
        MailClass::Digest => writing.digest(tx, mail.id).await?,
        MailClass::Task => writing.task(tx, mail.kind, mail.subject).await?,
        MailClass::News => None,
    };
    Ok(letter.map(|letter| Composed {
        to: writing.account.person.email.clone(),
        letter,
    }))
}

impl<'a> Writing<'a> {
    async fn to(tx: &mut Tx, app: &'a App, person: PersonId) -> Result<Option<Self>, StorageError> {
        let Some(account) = tx.account(person).await? else {
            return Ok(None);
        };
        let association = tx.association().await?;
        Ok(Some(Self {
            app,
            account,
            mandates: tx.mandates_of(person).await?,
            association: association.map(|(name, _)| name).unwrap_or_default(),
            now: app.clock.now(),
            today: app.clock.today(),
        }))
    }

    pub(super) fn asker(&self) -> Asker<'_> {
        Asker {
            person: self.account.person.id,
            mandates: &self.mandates,
            now: self.now,
            today: self.today,
        }
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.app.config.public_url)
    }

    /// A link that holds from now on. Whoever has chosen a password since they were invited needs none.
    async fn invitation(
        &self,
        tx: &mut Tx,
        mail: &Claimed,
    ) -> Result<Option<Letter>, StorageError> {
        if tx
            .last_entry(mail.person)
            .await?
            .is_some_and(|it| it >= mail.made_at)
        {
            return Ok(None);
        }
        let token = Token::new(&*self.app.entropy);
        let invitation = tx.invite(token.hash(), mail.person, self.now, None).await?;
        let lead = say::invitation(&self.association);
        let path = format!("/invitation/{}", token.secret());
        Ok(Some(Letter {
            action: Some((say::button(mail.kind), self.address(&path))),
            note: say::holds_until(&dates::instant(invitation.expires_at)),
            why: say::WHY_INVITED,
            ..Letter::new(say::INVITATION, lead, &self.association)
        }))
    }

    async fn task(
        &self,
        tx: &mut Tx,
        kind: MailKind,
        subject: Uuid,
    ) -> Result<Option<Letter>, StorageError> {
        if beside::is(kind) {
            return self.beside(tx, kind, subject).await;
        }
        let Some(told) = self.told(tx, subject).await? else {
            return Ok(None);
        };
        let Some(task) = told
            .tasks
            .iter()
            .find(|it| notify::kind(it.awaited) == Some(kind))
        else {
            return Ok(None);
        };
        let before = task.due.map(dates::day);
        let subject = say::subject(kind, before.as_deref(), &told.title);
        let mut facts = Vec::new();
        facts.extend(self.territories(tx, kind, &told.tasks).await?);
        facts.extend(before.map(|day| (say::BEFORE, self.by(task, day))));
        Ok(Some(Letter {
            heading: typography::set(&told.title),
            facts,
            action: Some((
                say::button(kind),
                self.address(&where_done(&told.paper, task)),
            )),
            why: say::WHY_TASK,
            choice: Some(self.address(CHOICE)),
            ..Letter::new(subject, say::lead(kind), &self.association)
        }))
    }

    fn by(&self, task: &Task, day: String) -> String {
        if task.due.is_some_and(|due| due < self.today) {
            return say::past(&day);
        }
        day
    }

    /// The territories for which somebody is asked the same thing.
    async fn territories(
        &self,
        tx: &mut Tx,
        kind: MailKind,
        tasks: &[Task],
    ) -> Result<Option<(&'static str, String)>, StorageError> {
        let asked = tasks
            .iter()
            .filter(|it| notify::kind(it.awaited) == Some(kind));
        let ids: Vec<_> = asked.filter_map(|it| territory(it.awaited)).collect();
        let name_of = |it: &Territory| ids.contains(&it.id).then(|| it.name.clone());
        let names: Vec<_> = tx.territories().await?.iter().filter_map(name_of).collect();
        Ok((!names.is_empty()).then(|| (say::FOR, names.join(", "))))
    }

    async fn digest(&self, tx: &mut Tx, digest: Uuid) -> Result<Option<Letter>, StorageError> {
        let (mut to_do, mut news) = (Vec::new(), Vec::new());
        for (kind, subject) in tx.within_digest(digest).await? {
            if let Some(item) = self.item(tx, kind, subject).await? {
                match kind.class() {
                    MailClass::Task => to_do.push(item),
                    _ => add(&mut news, item),
                }
            }
        }
        let things = to_do.len() + news.len();
        let subject = match to_do.iter().chain(&news).next() {
            None => return Ok(None),
            Some(only) if things == 1 => format!("{}\u{202f}: {}", only.what, only.title),
            Some(_) => say::digest(things, to_do.len()),
        };
        let person = self.account.person.id;
        let fresh = Token::new(&*self.app.entropy);
        let secret = tx.stop_secret(person, fresh.secret()).await?;
        Ok(Some(Letter {
            parts: vec![(say::TO_DO, to_do), (say::NEWS, news)],
            why: say::WHY_NEWS,
            choice: Some(self.address(CHOICE)),
            stop: Some(self.address(&format!("/courriels/arret/{secret}"))),
            ..Letter::new(subject, "", &self.association)
        }))
    }

    async fn item(
        &self,
        tx: &mut Tx,
        kind: MailKind,
        subject: Uuid,
    ) -> Result<Option<Item>, StorageError> {
        if kind == MailKind::ConsultationClosed {
            return self.closed(tx, subject).await;
        }
        if beside::is(kind) {
            return self.item_beside(tx, kind, subject).await;
        }
        let Some(told) = self.told(tx, subject).await? else {
            return Ok(None);
        };
        let title = typography::set(&told.title);
        if kind.class() == MailClass::News {
            let address = self.address(&format!("/textes/{}", told.paper.id));
            let what = self.news(tx, kind, &told.paper).await?;
            let belongs = notify::belongs(&self.asker(), &told.paper);
            return Ok(belongs.then_some(Item {
                what,
                title,
                address,
            }));
        }
        let task = told
            .tasks
            .iter()
            .find(|it| notify::kind(it.awaited) == Some(kind));
        Ok(task.map(|task| Item {
            what: say::before(kind, task.due.map(dates::day).as_deref()),
            title,
            address: self.address(&where_done(&told.paper, task)),
        }))
    }

    /// What happened; a text whose minute has not come is not published yet.
    async fn news(
        &self,
        tx: &mut Tx,
        kind: MailKind,
        paper: &Paper,
    ) -> Result<String, StorageError> {
        if kind == MailKind::Published
            && let Some(publication) = tx.publication_of(paper.id).await?
            && publication.visible_from > self.now
        {
            return Ok(say::published_from(&dates::instant(
                publication.visible_from,
            )));
        }
        Ok(say::kind(kind).to_owned())
    }

    /// A text, and what it asks of the person today.
    async fn told(&self, tx: &mut Tx, subject: Uuid) -> Result<Option<Told>, StorageError> {
        let Some(paper) = tx.paper(PaperId(subject)).await? else {
            return Ok(None);
        };
        Ok(Some(Told {
            tasks: asked_by(tx, &self.asker(), &paper).await?,
            title: say::title(&paper.sheet.title),
            paper,
        }))
    }
}

/// News of one text are one line: « Nouveau texte, soumis aux directions ».
fn add(news: &mut Vec<Item>, item: Item) {
    match news.iter_mut().find(|it| it.address == item.address) {
        Some(known) => known.what = say::and_then(&known.what, &item.what),
        None => news.push(item),
    }
}

/// Where rhythms are chosen.
const CHOICE: &str = "/compte#courriels";

fn where_done(paper: &Paper, task: &Task) -> String {
    let place = match task.awaited {
        // On one page, what is to be known before.
        Awaited::TakePosition(_) => "/decider",
        awaited => place(awaited),
    };
    format!("/textes/{}{place}", paper.id)
}

const fn territory(awaited: Awaited) -> Option<dires_domain::ids::TerritoryId> {
    match awaited {
        Awaited::GiveOpinion(id)
        | Awaited::TakePosition(id)
        | Awaited::Answer(id)
        | Awaited::Reserve(id) => Some(id),
        _ => None,
    }
}
