//! Images as pages have them: a figure, whose picture the browser fetches when it comes into sight.

use std::fmt::Write;

use super::super::Image;
use super::{Page, escaped};

impl Page<'_> {
    pub(super) fn image(&mut self, image: Image, alt: &str) {
        let said = if alt.is_empty() && !image.decorative {
            self.wording.image
        } else {
            alt
        };
        let picture = img(self.wording.images, image, said);
        let _ = writeln!(self.out, "<figure>{picture}</figure>");
    }
}

/// The picture, `said` in its place for who does not see it; its file stands under `images`.
pub(crate) fn img(images: &str, image: Image, said: &str) -> String {
    let Image {
        file,
        width,
        height,
        ..
    } = image;
    let (images, said) = (escaped(images), escaped(said));
    format!(
        "<img src=\"{images}{file}\" alt=\"{said}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\">"
    )
}
