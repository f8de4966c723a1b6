//! Tables as pages have them: in a frame of their own, which the keyboard can scroll where the screen is too narrow.

use std::fmt::Write;

use super::super::Block;
use super::super::table::heads;
use super::{Page, escaped};

impl Page<'_> {
    pub(super) fn table(&mut self, rows: &[&[Block]]) {
        self.tables += 1;
        let (label, number) = (escaped(self.wording.table), self.tables);
        let _ = writeln!(
            self.out,
            "<div class=\"table-frame\" role=\"region\" aria-label=\"{label} {number}\" tabindex=\"0\">\n<table>"
        );
        let headed = rows.first().is_some_and(|row| heads(row));
        let (head, body) = rows.split_at(usize::from(headed));
        self.rows("thead", head, true);
        self.rows("tbody", body, false);
        self.out.push_str("</table>\n</div>\n");
    }

    fn rows(&mut self, tag: &str, rows: &[&[Block]], header: bool) {
        if rows.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "<{tag}>");
        for row in rows {
            self.out.push_str("<tr>");
            for cell in *row {
                self.cell(cell, header);
            }
            self.out.push_str("</tr>\n");
        }
        let _ = writeln!(self.out, "</{tag}>");
    }

    fn cell(&mut self, cell: &Block, header: bool) {
        let content = self.content(&cell.content);
        // A header without a word heads nothing.
        let (open, close) = if header && !content.is_empty() {
            ("<th scope=\"col\">", "</th>")
        } else {
            ("<td>", "</td>")
        };
        self.out.extend([open, &content, close]);
    }
}
