//! Who suggests, by name and territory, and how what they suggest is shown.

use std::collections::BTreeMap;

use dires_domain::people::Territory;
use dires_domain::suggestion::Key;
use dires_domain::text::{Proposed, Touch};
use serde_json::json;

use super::{AuthorView, SuggestionView, when};
use crate::storage::suggestions::Heard;
use crate::storage::{StorageError, Tx};
use crate::web::messages::suggestions as say;

/// Those who suggest something in a text.
pub struct People {
    heard: Vec<Heard>,
    territories: Vec<Territory>,
}

impl People {
    /// Those who were heard.
    pub async fn of(tx: &mut Tx, heard: &[Heard]) -> Result<Self, StorageError> {
        Ok(Self {
            heard: heard.to_vec(),
            territories: tx.territories().await?,
        })
    }

    fn heard(&self, key: &Key) -> Option<&Heard> {
        self.heard.iter().find(|it| it.key == *key)
    }

    fn who(&self, key: &Key) -> &str {
        let heard = self.heard(key);
        heard.map_or("quelqu’un", |it| it.person.as_str())
    }

    fn territory(&self, heard: Option<&Heard>) -> (String, i16) {
        let id = heard.and_then(|it| it.territory);
        let found = self.territories.iter().find(|it| Some(it.id) == id);
        found.map_or((String::new(), 9), |it| (it.name.clone(), it.colour))
    }

    pub(super) fn view(&self, key: &Key, pieces: Vec<(String, String)>) -> SuggestionView {
        let heard = self.heard(key);
        let (territory, colour) = self.territory(heard);
        let who = self.who(key).to_owned();
        SuggestionView {
            key: key.to_string(),
            author: key.person.to_string(),
            // A function that names its territory, as those of the demonstration do, need not say it twice.
            territory: if who.contains(&territory) {
                String::new()
            } else {
                territory
            },
            who,
            colour,
            when: heard.map(|it| when(it.at)).unwrap_or_default(),
            pieces,
        }
    }

    /// Those of these suggestions, each once, where there are several.
    pub(super) fn authors<'k>(&self, keys: impl Iterator<Item = &'k Key>) -> Vec<AuthorView> {
        let mut counts: BTreeMap<_, (usize, &Key)> = BTreeMap::new();
        for key in keys {
            counts.entry(key.person).or_insert((0, key)).0 += 1;
        }
        if counts.len() < 2 {
            return Vec::new();
        }
        let authors = counts.into_iter().map(|(person, (count, key))| AuthorView {
            key: person.to_string(),
            who: self.who(key).to_owned(),
            count: say::count(count),
        });
        authors.collect()
    }

    /// The names and colours of all who were heard, for the page's script, by their 32 digits.
    pub(super) fn names(&self) -> String {
        let names: serde_json::Map<_, _> = self
            .heard
            .iter()
            .map(|it| {
                let (territory, colour) = self.territory(Some(it));
                let digits = it.key.person.0.simple().to_string();
                let name = if it.person.contains(&territory) {
                    it.person.clone()
                } else {
                    format!("{} ({territory})", it.person)
                };
                (
                    digits,
                    json!({ "name": name, "colour": format!("c{colour}") }),
                )
            })
            .collect();
        serde_json::Value::Object(names).to_string()
    }

    /// What is suggested of some characters: a line and a sign, and words for who does not see them.
    pub fn wrap(&self, touches: &[Touch], html: &str) -> String {
        let mut html = html.to_owned();
        // What is to be added is outermost, what is to go within.
        for touch in touches.iter().rev() {
            let (_, colour) = self.territory(self.heard(&touch.key));
            let said = self.said(touch);
            let tag = match touch.to {
                Proposed::Insert => "ins",
                Proposed::Delete => "del",
                _ => "span",
            };
            let kind = touch.to.kind().code();
            html = format!(
                "<{tag} class=\"sug sug-{kind} c{colour}\" title=\"{said}\"><span class=\"visually-hidden\">[{said}\u{202f}: </span>{html}<span class=\"visually-hidden\">]</span></{tag}>"
            );
        }
        html
    }

    /// What is suggested of a block, before its words.
    pub fn note(&self, touches: &[Touch]) -> String {
        let notes = touches.iter().map(|touch| {
            let sign = match touch.to {
                Proposed::Insert => "¶+",
                Proposed::Delete => "¶−",
                _ => "¶≈",
            };
            let said = escaped(&say::said_of_block(&touch.to, self.who(&touch.key)));
            format!("<span class=\"sug-block\" title=\"{said}\"><span aria-hidden=\"true\">{sign}</span> <span class=\"visually-hidden\">[{said}]</span></span> ")
        });
        notes.collect()
    }

    fn said(&self, touch: &Touch) -> String {
        escaped(&say::said(&touch.to, self.who(&touch.key)))
    }
}

fn escaped(text: &str) -> String {
    let escaped = askama::filters::escape(text, askama::filters::Html);
    escaped.map_or_else(|_| String::new(), |it| it.to_string())
}
