//! Images where texts are compared: the picture, the one before it where it is another, and what became of it in words.

use std::fmt::Write;

use super::{Marking, Page, Piece, Shown};
use crate::redline::{Break, Passage, Shape};
use crate::text::{Block, Image, escaped, img};

/// The image that a block is, if it is one.
fn image(shape: &Shape) -> Option<Image> {
    shape.block().image()
}

impl Page<'_> {
    /// The inside of the figure of an image.
    pub(super) fn figure(&mut self, block: &Shown<'_>, body: &[Passage]) -> String {
        let Break { before, after } = block.begins;
        let sides = [before, after].map(|side| side.as_ref().and_then(image));
        let mut html = pictures(self.marking, sides);
        let mut label = escaped(&(self.marking.image)(sides[0], sides[1]));
        let mut words = String::new();
        for piece in &block.pieces {
            match piece {
                Piece::Words(at) => {
                    if let Passage::Words(its) = &body[*at] {
                        self.words(*at, its, &mut words);
                    }
                    self.after(*at, &mut words);
                }
                // What became of the image says it.
                Piece::Break(at) | Piece::Shape(at) => {
                    let id = self.change(*at).map_or_else(String::new, |(id, _)| id);
                    label = format!("<strong{id} class=\"reshaped\">{label}</strong>");
                    self.after(*at, &mut label);
                }
            }
        }
        let gap = if words.is_empty() { "" } else { "\u{202F}: " };
        let _ = write!(html, "<figcaption>{label}{gap}{words}</figcaption>");
        html
    }
}

/// The old picture, where there is another now, and the one that is shown.
fn pictures(marking: &Marking<'_>, [before, after]: [Option<Image>; 2]) -> String {
    let picture = |image: Image| img(marking.images, image, "");
    match (before, after) {
        (Some(old), Some(new)) if old.file != new.file => {
            format!("<del>{}</del> <ins>{}</ins>", picture(old), picture(new))
        }
        (_, Some(image)) | (Some(image), None) => picture(image),
        (None, None) => String::new(),
    }
}

/// The inside of the figure of a block that is an image, followed by what else is shown of the block.
pub fn lone(images: &str, block: &Block, beside: &str) -> Option<String> {
    let picture = img(images, block.image()?, &block.text());
    let caption = match beside {
        "" => String::new(),
        beside => format!("<figcaption>{beside}</figcaption>"),
    };
    Some(picture + &caption)
}
