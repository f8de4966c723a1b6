//! Rows of tables, which a text does not have.

use super::super::{Block, BlockKind, Run};

/// Makes one paragraph of `blocks`, the cells of a row beginning at `cells`, if each is one paragraph at most.
pub fn join_row(blocks: &mut Vec<Block>, cells: &[usize]) {
    let Some(&start) = cells.first() else { return };
    let ends = cells[1..].iter().copied().chain([blocks.len()]);
    let single = |(start, end): (usize, usize)| blocks[start..end].len() <= 1;
    let simple = cells.iter().copied().zip(ends).all(single);
    let plain = blocks[start..]
        .iter()
        .all(|block| block.kind == BlockKind::Paragraph);
    if blocks.len() < start + 2 || !simple || !plain {
        return;
    }
    let rest = blocks.split_off(start + 1);
    for block in rest {
        blocks[start].content.push(Run::plain(" | "));
        blocks[start].content.extend(block.content);
    }
}
