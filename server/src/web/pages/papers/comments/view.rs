//! Threads of comments in words.

use std::collections::HashMap;

use dires_domain::comment::{Segment, segments};
use dires_domain::ids::{PersonId, TerritoryId};
use dires_domain::people::Territory;

use crate::papers::comments::list::{Comments, Listed, Where};
use crate::storage::comments::{Comment, Mentioned};
use crate::web::dates;
use crate::web::messages::comments as say;
use crate::web::pages::papers::address;
use crate::web::pages::papers::view::title;

/// What the page and the panel show.
pub struct CommentsView {
    /// The text's address.
    pub address: String,
    /// The address of this very list.
    pub live: String,
    /// The text's title.
    pub title: String,
    /// The state of its words.
    pub heads: String,
    /// Which threads are listed, and what each choice is called.
    pub filters: Vec<Filter>,
    /// The threads, by where they are.
    pub groups: Vec<Group>,
    /// Whether there is none at all, whatever is asked for.
    pub none: bool,
    /// The territories for which the reader may comment: identifier, name.
    pub speaks: Vec<(String, String)>,
    /// Paragraphs to choose from: their ends, their first words.
    pub paragraphs: Vec<(String, String)>,
    /// Names that can follow an @: the name, and what it is.
    pub names: Vec<(String, &'static str)>,
}

/// A choice of threads.
pub struct Filter {
    /// Its code.
    pub code: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Threads that stand together.
pub struct Group {
    /// Its name in the page.
    pub code: &'static str,
    /// What stands over it.
    pub title: &'static str,
    /// The threads.
    pub threads: Vec<ThreadView>,
}

/// A thread.
pub struct ThreadView {
    /// Its identifier.
    pub id: String,
    /// The words of its passage when it was opened; none for the whole text.
    pub quote: Option<String>,
    /// What the passage reads now, where that differs.
    pub now: Option<String>,
    /// The heading under which it stands; may be empty.
    pub under: String,
    /// Whether its passage is gone.
    pub gone: bool,
    /// Whether its passage was found elsewhere.
    pub moved: bool,
    /// The names of its passage's characters, and the words around: what the editor's script finds it by.
    pub elements: String,
    /// The words before the quote.
    pub before: String,
    /// The words after the quote.
    pub after: String,
    /// Who alone is shown it; empty for the perimeter.
    pub audience: String,
    /// Its comments.
    pub comments: Vec<CommentView>,
    /// Who resolved it and when; none while it is open.
    pub resolved: Option<String>,
    /// The territories for which the reader may answer.
    pub speaks: Vec<(String, String)>,
}

/// A comment.
pub struct CommentView {
    /// Its identifier.
    pub id: String,
    /// By whom.
    pub who: String,
    /// For whom.
    pub territory: String,
    /// The territory's colour.
    pub colour: i16,
    /// When.
    pub when: String,
    /// The same, for machines.
    pub machine: String,
    /// When it was last changed; may be empty.
    pub edited: String,
    /// Its words, and whether each piece names somebody.
    pub pieces: Vec<(String, bool)>,
    /// The same in one.
    pub body: String,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// Whether the reader may change it.
    pub mine: bool,
}

const FILTERS: [(&str, &str); 5] = [
    ("", "Tous"),
    ("ouverts", "Ouverts"),
    ("resolus", "Résolus"),
    ("miens", "Où je suis"),
    ("territoire", "De mon territoire seul"),
];

/// Who reads, and the names of everything.
struct Reader<'c> {
    comments: &'c Comments,
    person: PersonId,
    names: Vec<&'c str>,
    territories: HashMap<TerritoryId, &'c Territory>,
}

impl CommentsView {
    /// A text's comments as a person reads them: those that `wanted` names.
    pub fn of(comments: &Comments, person: PersonId, wanted: &str) -> Self {
        let reader = Reader {
            comments,
            person,
            names: comments
                .nameable
                .iter()
                .map(|it| it.name.as_str())
                .collect(),
            territories: comments.territories.iter().map(|it| (it.id, it)).collect(),
        };
        let address = address(comments.paper.id);
        let known = FILTERS.iter().find(|(code, _)| *code == wanted);
        let wanted = known.map_or("", |(code, _)| code);
        Self {
            live: match wanted {
                "" => format!("{address}/commentaires"),
                code => format!("{address}/commentaires?voir={code}"),
            },
            address,
            title: title(&comments.paper.sheet.title),
            heads: comments.heads.token(),
            filters: FILTERS
                .iter()
                .map(|(code, label)| Filter {
                    code,
                    label,
                    chosen: *code == wanted,
                })
                .collect(),
            groups: reader.groups(wanted),
            none: comments.threads.is_empty(),
            speaks: reader.speaks(&comments.speaks),
            paragraphs: comments
                .paragraphs
                .iter()
                .map(|it| (it.ends.clone(), it.words.clone()))
                .collect(),
            names: comments
                .nameable
                .iter()
                .map(|it| match it.whom {
                    Mentioned::Person(_) => (it.name.clone(), "personne"),
                    Mentioned::Territory(_) => (it.name.clone(), "territoire"),
                })
                .collect(),
        }
    }
}

impl Reader<'_> {
    fn groups(&self, wanted: &str) -> Vec<Group> {
        let group = |code, title, belongs: fn(&Listed) -> bool| {
            let listed = self.comments.threads.iter();
            let listed = listed.filter(|it| belongs(it) && self.is_wanted(it, wanted));
            Group {
                code,
                title,
                threads: listed.map(|it| self.thread(it)).collect(),
            }
        };
        let mut groups = vec![
            group("passages", say::ON_PASSAGES, |it| {
                it.thread.resolved.is_none() && matches!(it.place, Where::Passage { .. })
            }),
            group("entier", say::ON_THE_WHOLE, |it| {
                it.thread.resolved.is_none() && it.place == Where::Whole
            }),
            group("supprimes", say::ON_WHAT_IS_GONE, |it| {
                it.thread.resolved.is_none() && it.place == Where::Gone
            }),
            group("resolus", say::SETTLED, |it| it.thread.resolved.is_some()),
        ];
        groups.retain(|group| !group.threads.is_empty());
        groups
    }

    fn is_wanted(&self, listed: &Listed, wanted: &str) -> bool {
        let thread = &listed.thread;
        match wanted {
            "ouverts" => thread.resolved.is_none(),
            "resolus" => thread.resolved.is_some(),
            "miens" => thread.comments.iter().any(|it| it.person == self.person),
            "territoire" => thread.audience.territory().is_some(),
            _ => true,
        }
    }

    fn thread(&self, listed: &Listed) -> ThreadView {
        let thread = &listed.thread;
        let (passage, quote) = thread.passage.clone().unzip();
        let quote = quote.unwrap_or_default();
        let (words, under, moved) = match &listed.place {
            Where::Passage {
                words,
                under,
                moved,
                ..
            } => (Some(words.clone()), under.clone(), *moved),
            Where::Whole | Where::Gone => (None, String::new(), false),
        };
        let speaks: Vec<TerritoryId> = self
            .comments
            .speaks
            .iter()
            .copied()
            .filter(|it| thread.audience.hears(*it, &self.comments.speaks))
            .collect();
        let may = !speaks.is_empty();
        ThreadView {
            id: thread.id.to_string(),
            now: words.filter(|now| *now != quote.words && !quote.words.ends_with('…')),
            quote: passage.as_ref().map(|_| quote.words.clone()),
            under,
            gone: listed.place == Where::Gone,
            moved,
            elements: passage.map(|it| it.to_string()).unwrap_or_default(),
            before: quote.before,
            after: quote.after,
            audience: thread
                .audience
                .territory()
                .map(|it| say::within(&self.territory(it).0))
                .unwrap_or_default(),
            comments: thread
                .comments
                .iter()
                .map(|it| self.comment(it, may))
                .collect(),
            resolved: thread
                .resolved
                .map(|(at, by)| say::resolved(&self.person(by), &dates::instant(at))),
            speaks: self.speaks(&speaks),
        }
    }

    fn comment(&self, comment: &Comment, may: bool) -> CommentView {
        let (territory, colour) = self.territory(comment.territory);
        let pieces = segments(&comment.body, &self.names);
        let withdrawn = comment.withdrawn_at.is_some();
        CommentView {
            id: comment.id.to_string(),
            who: self.person(comment.person),
            territory,
            colour,
            when: dates::instant(comment.written_at),
            machine: dates::machine(comment.written_at),
            edited: comment.edited_at.map(dates::instant).unwrap_or_default(),
            pieces: pieces
                .into_iter()
                .map(|piece| match piece {
                    Segment::Words(words) => (words.to_owned(), false),
                    Segment::Mention(name) => (name.to_owned(), true),
                })
                .collect(),
            body: comment.body.clone(),
            withdrawn,
            mine: may && !withdrawn && comment.person == self.person,
        }
    }

    fn person(&self, id: PersonId) -> String {
        self.comments.people.get(&id).cloned().unwrap_or_default()
    }

    fn territory(&self, id: TerritoryId) -> (String, i16) {
        let found = self.territories.get(&id);
        found.map_or_else(|| (String::new(), 9), |it| (it.name.clone(), it.colour))
    }

    fn speaks(&self, territories: &[TerritoryId]) -> Vec<(String, String)> {
        let named = |id: &TerritoryId| (id.to_string(), self.territory(*id).0);
        territories.iter().map(named).collect()
    }
}
