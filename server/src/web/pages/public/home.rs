//! `/`: who speaks, and what was published, the most recently adopted first.

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::{About, website};
use crate::app::App;
use crate::publish::reading;
use crate::publish::shelf::{Choices, Filter};
use crate::publish::site::enumerate;
use crate::storage::published::{Named, Published, Voice};
use crate::web::messages::public as say;
use crate::web::{Answer, Frame, page};

/// How many characters of the most recent text stand under its title.
const SUMMARY: usize = 320;

/// What the address asks for; a year that is none keeps nothing.
#[derive(Debug, Deserialize, Default)]
pub struct Asked {
    annee: Option<String>,
    volet: Option<String>,
    territoire: Option<String>,
}

impl Asked {
    fn filter(&self) -> Filter {
        let said = |field: &Option<String>| field.clone().filter(|value| !value.is_empty());
        Filter {
            year: said(&self.annee).map(|year| year.parse().unwrap_or(0)),
            strand: said(&self.volet),
            territory: said(&self.territoire),
        }
    }
}

#[derive(Template)]
#[template(path = "public/home.html")]
struct Home {
    frame: Frame,
    about: About,
    voices: Vec<Voice>,
    facets: Vec<Facet>,
    years: Vec<Year>,
}

/// One thing to choose by.
struct Facet {
    name: &'static str,
    choices: Vec<Choice>,
}

/// A link that keeps what is chosen elsewhere.
struct Choice {
    name: String,
    href: String,
    chosen: bool,
}

struct Year {
    year: i16,
    entries: Vec<Entry>,
}

struct Entry {
    first: bool,
    href: String,
    kind: &'static str,
    strand: Option<String>,
    title: String,
    summary: String,
    signatories: String,
    adopted: String,
    demonstration: bool,
}

/// Shows the page.
pub async fn show(State(app): State<App>, frame: Frame, Query(asked): Query<Asked>) -> Answer {
    let mut tx = app.db.read().await?;
    let all = tx.public_texts(app.clock.now()).await?;
    let voices = tx.voices(app.clock.today()).await?;
    let filter = asked.filter();
    let kept: Vec<&Published> = all.iter().filter(|text| filter.keeps(text)).collect();
    let mut years = shelve(&kept);
    if let (Some(newest), Some(entry)) = (kept.first(), first_entry(&mut years)) {
        entry.first = true;
        entry.summary = reading::summary(&mut tx, newest, SUMMARY).await?;
    }
    let about = website(&app, "/", &say::home(&frame.association));
    page(&Home {
        frame: frame.titled("Dires métropolitains"),
        about,
        voices,
        facets: facets(&Choices::of(&all), &filter),
        years,
    })
}

fn first_entry(years: &mut [Year]) -> Option<&mut Entry> {
    years.first_mut()?.entries.first_mut()
}

/// The texts by year; the years in the order in which they are met.
fn shelve(texts: &[&Published]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for text in texts {
        match years.last_mut() {
            Some(year) if year.year == text.year => year.entries.push(entry(text)),
            _ => years.push(Year {
                year: text.year,
                entries: vec![entry(text)],
            }),
        }
    }
    years
}

fn entry(text: &Published) -> Entry {
    Entry {
        first: false,
        href: text.path(),
        kind: say::kind(text.kind),
        strand: text.strand.as_ref().map(|strand| strand.name.clone()),
        title: text.title.clone(),
        summary: String::new(),
        signatories: enumerate(
            text.signatories
                .iter()
                .map(|one| one.territory.name.as_str()),
        ),
        adopted: say::adopted_on(text.decided_on),
        demonstration: text.demonstration,
    }
}

/// What can be chosen by; one alone is no choice.
fn facets(choices: &Choices, filter: &Filter) -> Vec<Facet> {
    let years = choices.years.iter().map(|year| Named {
        slug: year.to_string(),
        name: year.to_string(),
    });
    let year = filter.year.map(|year| year.to_string());
    let all = [
        facet(
            ("Année", "Toutes"),
            &years.collect::<Vec<_>>(),
            year.as_deref(),
            |value| Filter {
                year: value.and_then(|year| year.parse().ok()),
                ..filter.clone()
            },
        ),
        facet(
            ("Volet", "Tous"),
            &choices.strands,
            filter.strand.as_deref(),
            |strand| Filter {
                strand,
                ..filter.clone()
            },
        ),
        facet(
            ("Territoire", "Tous"),
            &choices.territories,
            filter.territory.as_deref(),
            |territory| Filter {
                territory,
                ..filter.clone()
            },
        ),
    ];
    all.into_iter()
        .filter(|facet| facet.choices.len() > 2)
        .collect()
}

fn facet(
    (name, everything): (&'static str, &'static str),
    values: &[Named],
    chosen: Option<&str>,
    with: impl Fn(Option<String>) -> Filter,
) -> Facet {
    let all = Choice {
        name: everything.to_owned(),
        href: address(&with(None)),
        chosen: chosen.is_none(),
    };
    let values = values.iter().map(|value| Choice {
        name: value.name.clone(),
        href: address(&with(Some(value.slug.clone()))),
        chosen: chosen == Some(value.slug.as_str()),
    });
    Facet {
        name,
        choices: std::iter::once(all).chain(values).collect(),
    }
}

/// Slugs and years need no escaping in an address.
fn address(filter: &Filter) -> String {
    let pairs = [
        filter.year.map(|year| format!("annee={year}")),
        filter.strand.as_ref().map(|slug| format!("volet={slug}")),
        filter
            .territory
            .as_ref()
            .map(|slug| format!("territoire={slug}")),
    ];
    let asked: Vec<String> = pairs.into_iter().flatten().collect();
    if asked.is_empty() {
        "/".to_owned()
    } else {
        format!("/?{}", asked.join("&"))
    }
}
