//! From open and closed elements to blocks.

use super::super::normal::push_run;
use super::super::{Block, BlockKind, Marks, Run, is_allowed};
use super::element::Element;
use super::frame::{Frame, Role, marks, role};
use super::notes::{self, Notes, PLACEHOLDER};
use super::table::Table;
use super::{raw_kind, word};

/// How many elements may be open at once; those opened deeper are read through.
const MAX_OPEN: usize = 256;

/// Reads a stream of tags and words.
#[derive(Default)]
pub struct Builder {
    pub(super) frames: Vec<Frame>,
    pub(super) blocks: Vec<Block>,
    pub(super) current: Vec<Run>,
    pub(super) notes: Notes,
    /// The open tables, outermost first.
    tables: Vec<Table>,
    pub(super) levels: word::Levels,
    pub(super) marker: String,
}

impl Builder {
    /// The blocks read, notes in their places.
    pub fn finish(mut self) -> Vec<Block> {
        self.close_down_to(0);
        self.flush();
        let mut blocks = self.blocks;
        self.notes.settle(&mut blocks);
        blocks
    }

    /// Reads a start tag.
    pub fn open(&mut self, element: &Element) {
        match element.name.as_str() {
            "br" => return self.line_break(),
            "hr" => return self.rule(element),
            "img" => return self.text(element.attribute("alt")),
            "input" | "meta" | "link" | "wbr" | "col" | "base" | "area" | "embed" | "param"
            | "source" | "track" => return,
            _ if element.empty => return,
            _ => {}
        }
        let role = self.role(element);
        self.close_implied(&role);
        if role.is_block() {
            self.flush();
        }
        // What is read raw holds no element, and must be closed by its own end tag.
        if self.frames.len() < MAX_OPEN || raw_kind(&element.name).is_some() {
            self.begin(element, &role);
            self.push(element, role);
        }
    }

    /// Reads an end tag: closes the last element of that name and all opened in it.
    pub fn close(&mut self, name: &str) {
        match self.frames.iter().rposition(|frame| frame.name == name) {
            Some(index) => self.close_down_to(index),
            None if name == "p" => self.flush(),
            None => {}
        }
    }

    /// Reads words.
    pub fn text(&mut self, text: &str) {
        let Some((hidden, preformatted, marks, role)) = self.surroundings() else {
            return self.words(text, &Marks::default(), false);
        };
        match role {
            Role::WordMarker => self.marker.push_str(text),
            Role::Call(call) => self.notes.label(call, text),
            _ if hidden => {}
            _ => self.words(text, &marks, preformatted),
        }
    }

    fn surroundings(&self) -> Option<(bool, bool, Marks, Role)> {
        let frame = self.frames.last()?;
        let catches = |frame: &&Frame| matches!(frame.role, Role::WordMarker | Role::Call(_));
        let role = self
            .frames
            .iter()
            .rev()
            .find(catches)
            .map_or(Role::Inline, |frame| frame.role.clone());
        Some((frame.hidden, frame.preformatted, frame.marks.clone(), role))
    }

    fn words(&mut self, text: &str, marks: &Marks, preformatted: bool) {
        let mut words = String::with_capacity(text.len());
        let mut blank = self.ends_blank();
        for character in text.chars() {
            let space = matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{C}') && !preformatted;
            match character {
                _ if space && blank => continue,
                _ if space => words.push(' '),
                '\u{B}' => words.push('\n'),
                other if is_allowed(other) => words.push(other),
                _ => continue,
            }
            blank = words.ends_with([' ', '\n']);
        }
        push_run(
            &mut self.current,
            Run {
                text: words,
                marks: marks.clone(),
            },
        );
    }

    fn ends_blank(&self) -> bool {
        self.current
            .last()
            .is_none_or(|run| run.text.ends_with([' ', '\n']))
    }

    fn line_break(&mut self) {
        let hidden = self.frames.last().is_some_and(|frame| frame.hidden);
        if hidden || self.current.is_empty() {
            return;
        }
        trim_end(&mut self.current, &[' ']);
        push_run(&mut self.current, Run::plain("\n"));
    }

    fn rule(&mut self, element: &Element) {
        self.flush();
        // Word draws this one between the text and its notes.
        if element.attribute("width") != "33%" {
            let parents = self.path();
            self.blocks.push(Block {
                kind: BlockKind::HorizontalRule,
                parents,
                content: Vec::new(),
            });
        }
    }

    fn role(&mut self, element: &Element) -> Role {
        let id = notes::key(element.attribute("id"));
        let place = notes::key(element.attribute("name"));
        if element.name == "a" {
            if notes::leads_back(element) && self.notes.is_called(&place) {
                self.note_from_here(&place);
            }
            return match notes::called(element) {
                Some(key) if !notes::leads_back(element) && !self.in_note() => self.call(key),
                _ => Role::Inline,
            };
        }
        let role = word::role(element).unwrap_or_else(|| role(element));
        if role.is_block() && !id.is_empty() && self.notes.is_called(&id) {
            Role::Note(id)
        } else {
            role
        }
    }

    fn in_note(&self) -> bool {
        self.frames
            .iter()
            .any(|frame| matches!(frame.role, Role::Note(_)))
    }

    /// The paragraph open here is the note `key`, if nothing said so before.
    fn note_from_here(&mut self, key: &str) {
        if self.in_note() {
            return;
        }
        if let Some(frame) = self
            .frames
            .iter_mut()
            .rev()
            .find(|frame| frame.role.is_block())
        {
            frame.role = Role::Note(key.to_owned());
        }
    }

    fn call(&mut self, key: String) -> Role {
        let call = self.notes.call(key);
        let marks = Marks {
            footnote: Some(call.to_string()),
            ..Marks::default()
        };
        push_run(
            &mut self.current,
            Run {
                text: PLACEHOLDER.to_owned(),
                marks,
            },
        );
        Role::Call(call)
    }

    /// Closes what HTML closes without an end tag before an element of this role.
    fn close_implied(&mut self, role: &Role) {
        let closes = |open: &Frame| match role {
            Role::Item { .. } => matches!(open.role, Role::Item { .. }),
            Role::Cell => open.role == Role::Cell,
            Role::Row => matches!(open.role, Role::Row | Role::Cell),
            _ => open.name == "p",
        };
        let stops = |open: &Frame| match role {
            Role::Item { .. } => {
                matches!(open.role, Role::List(_) | Role::Numbered(_) | Role::Table)
            }
            Role::Cell | Role::Row => open.role == Role::Table,
            _ => open.role.is_boundary() && open.name != "p",
        };
        if !role.is_block() {
            return;
        }
        let within = self
            .frames
            .iter()
            .rposition(stops)
            .map_or(0, |index| index + 1);
        if let Some(first) = self.frames[within..].iter().position(closes) {
            self.close_down_to(within + first);
        }
    }

    fn begin(&mut self, element: &Element, role: &Role) {
        let start = self.blocks.len();
        match role {
            Role::Table => self.tables.push(Table::from(start)),
            Role::Row => {
                let in_head = self.frames.iter().any(|frame| frame.name == "thead");
                if let Some(table) = self.tables.last_mut() {
                    table.begin_row(in_head);
                }
            }
            Role::Cell => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_cell(element, start);
                }
            }
            Role::WordItem(_) => self.marker.clear(),
            _ => {}
        }
    }

    fn push(&mut self, element: &Element, role: Role) {
        let outer = self.frames.last();
        let default = Marks::default();
        let marks = marks(element, outer.map_or(&default, |frame| &frame.marks));
        let hidden = outer.is_some_and(|frame| frame.hidden)
            || element.hidden()
            || (element.name == "a" && notes::leads_back(element));
        let preformatted = outer.is_some_and(|frame| frame.preformatted) || element.name == "pre";
        self.frames.push(Frame {
            name: element.name.clone(),
            marks,
            hidden,
            preformatted,
            role,
        });
    }

    fn close_down_to(&mut self, index: usize) {
        while self.frames.len() > index {
            if self
                .frames
                .last()
                .is_some_and(|frame| frame.role.is_block())
            {
                self.flush();
            }
            match self.frames.pop().map(|frame| frame.role) {
                Some(Role::Cell) => {
                    let end = self.blocks.len();
                    if let Some(table) = self.tables.last_mut() {
                        table.end_cell(end);
                    }
                }
                Some(Role::Table) => self.end_table(),
                _ => {}
            }
        }
    }

    /// A table in another one, in a list or in a quote is not one here: its rows are paragraphs.
    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        let stands_alone = self.tables.is_empty() && self.path().is_empty() && !self.in_note();
        table.end(&mut self.blocks, stands_alone);
    }
}

/// Takes `blanks` from the end of `content`.
pub(super) fn trim_end(content: &mut Vec<Run>, blanks: &[char]) {
    while let Some(last) = content.last_mut() {
        last.text.truncate(last.text.trim_end_matches(blanks).len());
        if !last.text.is_empty() {
            return;
        }
        content.pop();
    }
}
