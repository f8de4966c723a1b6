//! The end of a paragraph: where it stands, what it is.

use super::super::{Block, BlockKind, Container, Run};
use super::builder::{Builder, trim_end};
use super::frame::{Role, level};
use super::word;

impl Builder {
    /// Ends the paragraph that is being read, if it holds a word.
    pub(super) fn flush(&mut self) {
        let mut content = std::mem::take(&mut self.current);
        trim_end(&mut content, &[' ', '\n']);
        if content
            .iter()
            .all(|run| run.text.chars().all(char::is_whitespace))
        {
            return;
        }
        let last = |wanted: fn(&Role) -> bool| {
            self.frames
                .iter()
                .rev()
                .map(|frame| &frame.role)
                .find(|role| wanted(role))
                .cloned()
        };
        if let Some(Role::Note(key)) = last(|role| matches!(role, Role::Note(_))) {
            return self.notes.add(&key, content);
        }
        if let Some(Role::WordItem(level)) = last(|role| matches!(role, Role::WordItem(_))) {
            let outer = self.path();
            let block = word::item(&mut self.levels, level, &self.marker, &outer, content);
            self.blocks.push(block);
            return;
        }
        self.levels.clear();
        let heading = match last(|role| matches!(role, Role::Heading(_))) {
            Some(Role::Heading(level)) => Some(level),
            _ => None,
        };
        self.block(heading, content);
    }

    fn block(&mut self, heading: Option<u8>, mut content: Vec<Run>) {
        let (mut parents, opens) = self.open_items();
        if let Some(number) = self.take_number() {
            content.insert(0, Run::plain(&format!("{number}. ")));
        }
        let kind = match (opens, heading) {
            (true, _) => match parents.pop() {
                Some(Container::OrderedItem) => BlockKind::OrderedItem,
                _ => BlockKind::UnorderedItem,
            },
            (false, Some(number)) => {
                unmark_heading(&mut content);
                BlockKind::Heading(level(number))
            }
            (false, None) => BlockKind::Paragraph,
        };
        self.blocks.push(Block {
            kind,
            parents,
            content,
        });
    }

    /// What the next block stands in.
    pub(super) fn path(&self) -> Vec<Container> {
        let mut path = Vec::new();
        let mut list = None;
        for frame in &self.frames {
            match frame.role {
                Role::Quote => path.push(Container::Quote),
                // A list right inside a list belongs to the item before it.
                Role::List(container) => path.extend(list.replace(container)),
                Role::Item { .. } => path.extend(list.take()),
                _ => {}
            }
        }
        path.extend(list);
        path
    }

    /// What the next block stands in, and whether it is the first of the innermost item. Items around it in which
    /// nothing was written become empty ones.
    fn open_items(&mut self) -> (Vec<Container>, bool) {
        let path = self.path();
        let mut depth = 0;
        let mut list = None;
        for frame in &mut self.frames {
            match &mut frame.role {
                Role::Quote => depth += 1,
                Role::List(container) => depth += usize::from(list.replace(*container).is_some()),
                Role::Item { fresh } => {
                    let Some(container) = list.take() else {
                        continue;
                    };
                    depth += 1;
                    if !std::mem::take(fresh) {
                        continue;
                    }
                    if depth == path.len() {
                        return (path, true);
                    }
                    let kind = if container == Container::OrderedItem {
                        BlockKind::OrderedItem
                    } else {
                        BlockKind::UnorderedItem
                    };
                    self.blocks.push(Block {
                        kind,
                        parents: path[..depth - 1].to_vec(),
                        content: Vec::new(),
                    });
                }
                _ => {}
            }
        }
        (path, false)
    }

    /// The number of the item that begins here, in a list that keeps its numbers as words.
    fn take_number(&mut self) -> Option<usize> {
        let item = self
            .frames
            .iter()
            .rposition(|frame| matches!(frame.role, Role::Item { .. }))?;
        let Role::Item {
            fresh: fresh @ true,
        } = &mut self.frames[item].role
        else {
            return None;
        };
        *fresh = false;
        let list = self.frames[..item]
            .iter_mut()
            .rev()
            .find(|frame| matches!(frame.role, Role::List(_) | Role::Numbered(_)))?;
        let Role::Numbered(next) = &mut list.role else {
            return None;
        };
        *next += 1;
        Some(*next - 1)
    }
}

/// A heading that is strong as a whole is strong because it is a heading.
pub(super) fn unmark_heading(content: &mut [Run]) {
    if content
        .iter()
        .all(|run| run.marks.strong || run.marks.footnote.is_some())
    {
        for run in content {
            run.marks.strong = false;
        }
    }
}
