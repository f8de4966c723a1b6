//! Suggestions in a text: listed for who reads it, accepted or refused by who may write in it.

use std::collections::HashSet;

use automerge::{ActorId, Automerge};
use chrono::{DateTime, Utc};
use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::room::Writer;
use dires_domain::suggestion::{Decision, Key, Kind, Proposal, decide, proposals};
use dires_domain::text::Draft;

use super::{Asker, PaperError, allowed, live, readable};
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::Paper;
use crate::storage::suggestions::{Beside, Heard, Verdict};
use crate::storage::{StorageError, Tx};

/// The longest quote of a suggestion in the journal, in characters.
const QUOTE: usize = 200;

/// The suggestions of a text.
#[derive(Debug)]
pub struct Pending {
    /// The text.
    pub paper: Paper,
    /// Its words, with what is suggested of them.
    pub draft: Draft,
    /// What is known of each suggestion, decided ones too.
    pub heard: Vec<Heard>,
    /// Whether the asker may accept and refuse.
    pub may_decide: bool,
}

/// The suggestions of a text that the asker may read.
///
/// Errors: [`PaperError::NotFound`] where nothing was written here.
pub async fn pending(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Pending, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let document = paper.document.ok_or(PaperError::NotFound)?;
    let draft = Draft::read(live::load(tx, document).await?.as_ref(), None)?;
    Ok(Pending {
        heard: tx.suggestions(document).await?,
        may_decide: may_decide(tx, asker, &paper).await,
        draft,
        paper,
    })
}

async fn may_decide(tx: &mut Tx, asker: &Asker<'_>, paper: &Paper) -> bool {
    allowed(tx, asker, paper, Action::Write, None).await.is_ok()
}

/// Which suggestions are decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(Key),
    /// All of this person's.
    Of(PersonId),
    /// All.
    All,
}

/// A decision that the asker may make, ready to be carried out in the live text.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// In which document.
    pub document: DocumentId,
    /// In whose name.
    pub writer: Writer,
    paper: PaperId,
    which: Which,
    accepted: bool,
    /// Whether the text's journal, which its readers read, tells of it.
    told: bool,
    at: DateTime<Utc>,
    heard: Vec<Heard>,
    /// The names of territories.
    territories: Vec<dires_domain::people::Territory>,
}

/// Checks that the asker may decide on suggestions of a text.
///
/// Errors: what [`Action::Write`] asks for.
pub async fn judgement(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    which: Which,
    accepted: bool,
) -> Result<Judgement, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let standings = allowed(tx, asker, &paper, Action::Write, None).await?;
    let document = paper.document.ok_or(PaperError::NotFound)?;
    let territory = standings.first().and_then(|it| it.territory);
    let judgement = Judgement::of(tx, asker, (id, document), territory, which).await?;
    Ok(Judgement {
        accepted,
        ..judgement
    })
}

impl Judgement {
    /// An acceptance in a document of a text, by who may decide there for this territory.
    pub(super) async fn of(
        tx: &mut Tx,
        asker: &Asker<'_>,
        (paper, document): (PaperId, DocumentId),
        territory: Option<TerritoryId>,
        which: Which,
    ) -> Result<Self, StorageError> {
        Ok(Self {
            document,
            writer: Writer {
                person: asker.person,
                territory,
            },
            paper,
            which,
            accepted: true,
            told: true,
            at: asker.now,
            heard: tx.suggestions(document).await?,
            territories: tx.territories().await?,
        })
    }

    /// The same with this decision, of which the text's journal tells nothing.
    pub(super) fn untold(self, accepted: bool) -> Self {
        Self {
            accepted,
            told: false,
            ..self
        }
    }

    /// Carries it out in the document; gives what is stored with that.
    ///
    /// Errors: [`PaperError::SuggestionGone`] where none of these suggestions is in the text any more.
    pub fn carry_out(
        &self,
        doc: &mut Automerge,
        owner: &dyn Fn(&ActorId) -> Option<PersonId>,
    ) -> Result<Beside, PaperError> {
        let mut chosen = proposals(&Draft::read(doc, None)?);
        chosen.retain(|it| self.chooses(&it.key));
        let keys: HashSet<Key> = chosen.iter().map(|it| it.key.clone()).collect();
        let decision = Decision {
            keys,
            accepted: self.accepted,
        };
        if decide(doc, &decision, owner, self.at.timestamp())?.is_none() {
            return Err(PaperError::SuggestionGone(None));
        }
        Ok(Beside {
            verdict: Some(Verdict {
                keys: chosen.iter().map(|it| it.key.clone()).collect(),
                accepted: self.accepted,
                by: self.writer,
                at: self.at,
            }),
            lines: chosen
                .iter()
                .filter(|_| self.told)
                .map(|it| self.line(it))
                .collect(),
        })
    }

    fn chooses(&self, key: &Key) -> bool {
        match &self.which {
            Which::One(one) => one == key,
            Which::Of(person) => *person == key.person,
            Which::All => true,
        }
    }

    /// Whose suggestion, what it said, and what was decided.
    fn line(&self, proposal: &Proposal) -> NewLine {
        let heard = self.heard.iter().find(|it| it.key == proposal.key);
        let territory = heard.and_then(|it| it.territory);
        let territory = self.territories.iter().find(|it| Some(it.id) == territory);
        let mut detail = Detail::new();
        detail.extend(heard.map(|it| ("auteur".to_owned(), it.person.clone())));
        detail.extend(territory.map(|it| ("auteur-pour".to_owned(), it.name.clone())));
        for (name, kinds) in [
            ("retrait", &[Kind::Delete][..]),
            ("ajout", &[Kind::Insert]),
            ("forme", &[Kind::Strong, Kind::Em, Kind::Link, Kind::Shape]),
        ] {
            let quote = quote(proposal, kinds);
            detail.extend((!quote.is_empty()).then(|| (name.to_owned(), quote)));
        }
        NewLine {
            paper: self.paper,
            at: self.at,
            person: Some(self.writer.person),
            territory: self.writer.territory,
            deed: if self.accepted {
                Deed::SuggestionAccepted
            } else {
                Deed::SuggestionRefused
            },
            moved: None,
            version: None,
            motive: String::new(),
            detail,
        }
    }
}

/// The words of which a suggestion proposes this.
fn quote(proposal: &Proposal, kinds: &[Kind]) -> String {
    let pieces = proposal.pieces.iter();
    let of_kind = pieces.filter(|piece| kinds.contains(&piece.to.kind()));
    let words: Vec<_> = of_kind
        .map(|piece| piece.words.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|words| !words.is_empty())
        .collect();
    dires_domain::text::shorten(&words.join(" … "), QUOTE)
}

/// Why a suggestion is not in the text any more: what was decided on it last, if anything was.
pub async fn gone(
    tx: &mut Tx,
    document: DocumentId,
    which: &Which,
) -> Result<PaperError, StorageError> {
    let Which::One(key) = which else {
        return Ok(PaperError::SuggestionGone(None));
    };
    let heard = tx.suggestions(document).await?;
    let heard = heard.into_iter().find(|it| it.key == *key);
    let decided = heard.and_then(|it| it.decided);
    Ok(PaperError::SuggestionGone(decided.map(Box::new)))
}
