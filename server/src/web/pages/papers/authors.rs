//! `/textes/{id}/auteurs`: whose each passage is, and the share of each territory.

use std::collections::HashMap;
use std::ops::Range;

use askama::Template;
use axum::extract::{Path, State};
use dires_domain::authorship::{Authored, Passage};
use dires_domain::ids::{PaperId, PersonId, TerritoryId};
use dires_domain::people::Territory;

use super::show::identified;
use super::view::title;
use super::{address, asker, images_of};
use crate::app::App;
use crate::papers::authors::{Author, authors};
use crate::storage::{StorageError, Tx};
use crate::web::messages::authors as say;
use crate::web::{Answer, Frame, Someone, dates, page, refusal, typography};

/// The part of a territory in some blocks.
struct Share {
    name: String,
    colour: i16,
    characters: usize,
    /// The characters of those before it.
    from: usize,
    /// Rounded to the nearest, 0 to 100.
    percent: usize,
}

struct Section {
    title: String,
    shares: Vec<Share>,
}

#[derive(Template)]
#[template(path = "pages/papers/authors.html")]
struct AuthorsPage {
    frame: Frame,
    address: String,
    title: String,
    whole: Vec<Share>,
    sections: Vec<Section>,
    html: String,
}

impl AuthorsPage {
    fn total(shares: &[Share]) -> usize {
        shares
            .iter()
            .map(|share| share.characters)
            .sum::<usize>()
            .max(1)
    }
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.read().await?;
    let whole = match authors(&mut tx, &asker(&app, &someone), id).await {
        Ok(found) => found,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let names = Names::of(&mut tx, &whole).await?;
    drop(tx);
    let title = title(&whole.text.title);
    let sections = whole.sections();
    page(&AuthorsPage {
        frame: frame.titled(format!("Qui a écrit – {title}")),
        address: address(id),
        title,
        whole: names.shares(&whole, 0..whole.blocks.len()),
        sections: if sections.len() > 1 {
            sections
                .into_iter()
                .map(|(title, range)| names.section(&whole, &title, range))
                .collect()
        } else {
            Vec::new()
        },
        html: whole.to_html(&images_of(id), |passage, html| {
            names.passage(id, passage, html)
        }),
    })
}

/// The names of those who wrote.
struct Names {
    territories: Vec<Territory>,
    people: HashMap<PersonId, String>,
}

impl Names {
    async fn of(tx: &mut Tx, whole: &Authored<Author>) -> Result<Self, StorageError> {
        let mut people = HashMap::new();
        for passage in whole.blocks.iter().flatten() {
            let Some(id) = passage.author.and_then(|author| author.person) else {
                continue;
            };
            if !people.contains_key(&id)
                && let Some(person) = tx.person(id).await?
            {
                people.insert(id, person.name);
            }
        }
        Ok(Self {
            territories: tx.territories().await?,
            people,
        })
    }

    fn territory(&self, id: Option<TerritoryId>) -> (String, i16) {
        let found = self.territories.iter().find(|it| Some(it.id) == id);
        found.map_or_else(
            || (say::ASSOCIATION.to_owned(), 7),
            |it| (it.name.clone(), it.colour),
        )
    }

    fn shares(&self, whole: &Authored<Author>, blocks: Range<usize>) -> Vec<Share> {
        let shares = whole.shares(blocks, |author| author.territory);
        let all: usize = shares.iter().map(|(_, characters)| characters).sum();
        let mut from = 0;
        let shares = shares.into_iter().map(|(territory, characters)| {
            let (name, colour) = self.territory(territory.flatten());
            from += characters;
            Share {
                from: from - characters,
                name,
                colour,
                characters,
                percent: (200 * characters + all) / (2 * all).max(1),
            }
        });
        shares.collect()
    }

    fn section(&self, whole: &Authored<Author>, title: &str, blocks: Range<usize>) -> Section {
        Section {
            title: if title.is_empty() {
                say::OPENING.to_owned()
            } else {
                typography::set(title)
            },
            shares: self.shares(whole, blocks),
        }
    }

    /// A passage, which leads to its history: a line in the territory's colour under its words, and its name and its
    /// author's before them.
    fn passage(&self, paper: PaperId, passage: &Passage<Author>, html: &str) -> String {
        let author = passage.author.as_ref();
        let (territory, colour) = self.territory(author.and_then(|it| it.territory));
        let person = author.and_then(|it| self.people.get(&it.person?));
        let when = author.map(|it| dates::day(it.on)).unwrap_or_default();
        let said = say::passage(person.map_or(territory.as_str(), String::as_str), &when);
        let said = askama::filters::escape(&said, askama::filters::Html)
            .map_or_else(|_| String::new(), |it| it.to_string());
        let tag = askama::filters::escape(&territory, askama::filters::Html)
            .map_or_else(|_| String::new(), |it| it.to_string());
        format!(
            "<a class=\"by c{colour}\" href=\"{}/auteurs/{}\"><span class=\"by-tag\" title=\"{said}\">{tag}</span>{html}</a>",
            address(paper),
            passage.first,
        )
    }
}
