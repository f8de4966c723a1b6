//! The Atom feed (RFC 4287) and the sitemap (sitemaps.org) of what is published.

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use chrono::{DateTime, Utc};

use super::site::{Site, enumerate};
use crate::storage::published::Published;

/// How many texts the feed holds.
const LENGTH: usize = 50;

/// The feed's path.
pub const PATH: &str = "/dires.atom";

/// The feed of the texts, most recent first; `kind` names one, `now` dates a feed without texts.
pub fn atom(
    site: &Site,
    texts: &[Published],
    kind: impl Fn(&Published) -> &'static str,
    now: DateTime<Utc>,
) -> String {
    let mut recent: Vec<&Published> = texts.iter().collect();
    recent.sort_by_key(|text| std::cmp::Reverse(text.visible_from));
    let updated = recent.first().map_or(now, |text| text.visible_from);
    let feed = Feed {
        title: Text::plain(format!("Textes publiés – {}", site.association)),
        id: site.address("/"),
        updated: fixed(updated),
        authors: vec![person(&site.association)],
        generator: Some(Generator {
            value: "Dires".to_owned(),
            ..Generator::default()
        }),
        links: vec![
            link("self", &site.address(PATH)),
            link("alternate", &site.address("/")),
        ],
        entries: recent
            .iter()
            .take(LENGTH)
            .map(|text| entry(site, text, kind(text)))
            .collect(),
        lang: Some("fr".to_owned()),
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(site: &Site, text: &Published, kind: &str) -> Entry {
    let address = site.address(&text.path());
    Entry {
        title: Text::plain(text.title.clone()),
        id: format!("urn:uuid:{}", text.paper),
        updated: fixed(text.visible_from),
        published: Some(fixed(text.visible_from)),
        authors: text
            .signatories
            .iter()
            .map(|one| person(&one.territory.name))
            .collect(),
        categories: vec![Category {
            term: kind.to_owned(),
            ..Category::default()
        }],
        links: vec![
            link("alternate", &address),
            link("enclosure", &format!("{address}.md")),
        ],
        summary: Some(Text::plain(summary(text, kind))),
        ..Entry::default()
    }
}

fn summary(text: &Published, kind: &str) -> String {
    let names = enumerate(
        text.signatories
            .iter()
            .map(|one| one.territory.name.as_str()),
    );
    let mark = if text.demonstration {
        " (texte de démonstration)"
    } else {
        ""
    };
    format!("{kind}{mark}. {names}.")
}

fn person(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        ..Person::default()
    }
}

fn link(relation: &str, address: &str) -> Link {
    let kind = match relation {
        "self" => Some("application/atom+xml"),
        "enclosure" => Some("text/markdown"),
        _ => Some("text/html"),
    };
    Link {
        href: address.to_owned(),
        rel: relation.to_owned(),
        mime_type: kind.map(str::to_owned),
        ..Link::default()
    }
}

fn fixed(instant: DateTime<Utc>) -> FixedDateTime {
    instant.fixed_offset()
}

/// The sitemap: the home page, how to check a text, and every published text.
pub fn sitemap(site: &Site, texts: &[Published]) -> String {
    let mut urls = vec![
        url(&site.address("/"), None),
        url(&site.address("/verifier"), None),
    ];
    urls.extend(
        texts
            .iter()
            .map(|text| url(&site.address(&text.path()), Some(text.visible_from))),
    );
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
        urls.concat()
    )
}

fn url(address: &str, modified: Option<DateTime<Utc>>) -> String {
    let location = address.replace('&', "&amp;").replace('<', "&lt;");
    let modified = modified
        .map(|at| format!("<lastmod>{}</lastmod>", at.format("%Y-%m-%dT%H:%M:%SZ")))
        .unwrap_or_default();
    format!("<url><loc>{location}</loc>{modified}</url>\n")
}
