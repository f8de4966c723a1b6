//! Who can be named in a comment, and who is called by one.

use std::collections::HashMap;

use dires_domain::comment::{Audience, mentioned, territories};
use dires_domain::ids::{PaperId, PersonId, TerritoryId};
use dires_domain::people::Mandate;
use dires_domain::text::fold;

use crate::papers::{Asker, PaperError};
use crate::storage::Tx;
use crate::storage::comments::Mentioned;
use crate::storage::papers::Paper;

/// Someone who can be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nameable {
    /// Who.
    pub whom: Mentioned,
    /// Their name, as it is written after an @.
    pub name: String,
    /// The territories of the perimeter for which they read it.
    within: Vec<TerritoryId>,
}

impl Nameable {
    /// Whether they are shown a thread.
    pub fn hears(&self, audience: Audience) -> bool {
        audience.holds(&self.within)
    }
}

/// Whom a comment names.
#[derive(Debug, Default)]
pub struct Named {
    /// Those who are shown it.
    pub heard: Vec<Mentioned>,
    /// The names of those who are not.
    pub unheard: Vec<String>,
}

/// The territories of a text's perimeter, then the people whom its comments are shown to today, each by name.
pub async fn nameable(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
) -> Result<Vec<Nameable>, PaperError> {
    let placement = paper.placement();
    let mut all: Vec<Nameable> = tx
        .territories()
        .await?
        .into_iter()
        .filter(|it| placement.perimeter.contains(&it.id))
        .map(|it| Nameable {
            whom: Mentioned::Territory(it.id),
            name: it.name,
            within: vec![it.id],
        })
        .collect();
    let mut mandates: HashMap<PersonId, Vec<Mandate>> = HashMap::new();
    for mandate in tx.everyones_mandates(asker.today).await? {
        mandates.entry(mandate.person).or_default().push(mandate);
    }
    for (person, name) in tx.names().await? {
        let theirs = mandates.remove(&person).unwrap_or_default();
        let within = territories(&placement, &theirs, asker.today);
        if !within.is_empty() {
            let whom = Mentioned::Person(person);
            all.push(Nameable { whom, name, within });
        }
    }
    all.sort_by_cached_key(|it| {
        let person = matches!(it.whom, Mentioned::Person(_));
        (person, fold(&it.name))
    });
    Ok(all)
}

/// Whom these words name: those who are shown the thread are called, and the others are not told that it is there.
pub(super) async fn named(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    audience: Audience,
    words: &str,
) -> Result<Named, PaperError> {
    if !words.contains('@') {
        return Ok(Named::default());
    }
    let all = nameable(tx, asker, paper).await?;
    let names: Vec<&str> = all.iter().map(|it| it.name.as_str()).collect();
    let mut found = Named::default();
    for at in mentioned(words, &names) {
        if all[at].hears(audience) {
            found.heard.push(all[at].whom);
        } else {
            found.unheard.push(all[at].name.clone());
        }
    }
    Ok(found)
}

/// The texts in whose comments the asker is named, for themselves or as one of a territory, and has not looked since.
pub async fn calls(
    tx: &mut Tx,
    asker: &Asker<'_>,
    papers: &[Paper],
) -> Result<Vec<PaperId>, PaperError> {
    let mut calling = Vec::new();
    for call in tx.calls(asker.person).await? {
        let Some(paper) = papers.iter().find(|paper| paper.id == call.paper) else {
            continue;
        };
        let theirs = asker.territories(paper);
        let called = match call.whom {
            Mentioned::Person(person) => person == asker.person,
            Mentioned::Territory(territory) => theirs.contains(&territory),
        };
        if called && call.audience.holds(&theirs) && !calling.contains(&paper.id) {
            calling.push(paper.id);
        }
    }
    Ok(calling)
}
