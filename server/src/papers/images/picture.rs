//! From a file that somebody sends to the image that is kept: decoded within bounds, made small enough for a page, written
//! anew. Nothing of the file is left but its pixels: no place, date or device, and nothing hidden behind them.

use std::io::Cursor;

use dires_domain::text::{ImageFile, ImageFormat};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits};
use sha2::{Digest, Sha256};

/// The longest side of an image that is kept, in pixels: a page is half as wide.
pub const LONGEST_SIDE: u32 = 2_000;
/// How many pixels an image that is sent may have: those of a telephone's camera.
pub const MOST_PIXELS: u64 = 50_000_000;
/// The longest side of an image that is sent, in pixels.
const LONGEST_SENT: u32 = 20_000;
/// What decoding may take, in bytes: four a pixel, and room beside.
const MEMORY: u64 = 320 * 1024 * 1024;
/// Pictures without transparency that are larger as PNG, in bytes, become JPEG.
const LARGE: usize = 1_000_000;
/// Of JPEG, 1 to 100: no difference is seen on a page.
const QUALITY: u8 = 86;

/// An image that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name of its file.
    pub file: ImageFile,
    /// Its width in pixels.
    pub width: u16,
    /// Its height in pixels.
    pub height: u16,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why an image is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is no image at all.
    NotAnImage,
    /// It is one of a sort that is not kept: SVG, GIF…
    Sort,
    /// It begins as an image and does not go on as one.
    Damaged,
    /// It has more than [`MOST_PIXELS`].
    TooManyPixels,
    /// It weighs more than so many bytes.
    TooHeavy(usize),
    /// The images of the text weigh too much together: more than so many bytes.
    Full(usize),
}

/// The image of a file. It takes a moment and much memory: one at a time, aside.
pub fn picture(sent: &[u8]) -> Result<Picture, Fault> {
    let format = sort(sent)?;
    let decoder = ImageReader::with_format(Cursor::new(sent), format);
    let mut decoder = decoder.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width.max(height) > LONGEST_SENT {
        return Err(Fault::TooManyPixels);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    decoder.set_limits(limits).map_err(|error| fault(&error))?;
    let turned = decoder.orientation().map_err(|error| fault(&error))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    image.apply_orientation(turned);
    kept(&small(image), format)
}

/// What the bytes are by their beginning, whatever the name of the file says.
fn sort(sent: &[u8]) -> Result<image::ImageFormat, Fault> {
    use image::ImageFormat::{Jpeg, Png, WebP};
    match image::guess_format(sent) {
        Ok(format @ (Png | Jpeg | WebP)) => Ok(format),
        Ok(_) => Err(Fault::Sort),
        Err(_) if is_drawing(sent) => Err(Fault::Sort),
        Err(_) => Err(Fault::NotAnImage),
    }
}

/// Whether it looks like SVG, which is a program as much as a picture.
fn is_drawing(sent: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&sent[..sent.len().min(1_000)]);
    head.contains("<svg")
}

fn fault(error: &ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::TooManyPixels,
        ImageError::Unsupported(_) => Fault::Sort,
        _ => Fault::Damaged,
    }
}

fn small(image: DynamicImage) -> DynamicImage {
    if image.width().max(image.height()) <= LONGEST_SIDE {
        return image;
    }
    image.resize(
        LONGEST_SIDE,
        LONGEST_SIDE,
        image::imageops::FilterType::Triangle,
    )
}

fn kept(image: &DynamicImage, sent: image::ImageFormat) -> Result<Picture, Fault> {
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| Fault::TooManyPixels);
    let clear = is_clear(image);
    let (format, bytes) = if sent == image::ImageFormat::Jpeg {
        (ImageFormat::Jpeg, as_jpeg(image)?)
    } else {
        let png = as_png(image, clear)?;
        match png.len() {
            LARGE.. if !clear => (ImageFormat::Jpeg, as_jpeg(image)?),
            _ => (ImageFormat::Png, png),
        }
    };
    let hash = Sha256::digest(&bytes).into();
    Ok(Picture {
        file: ImageFile { hash, format },
        width: side(image.width())?,
        height: side(image.height())?,
        bytes,
    })
}

/// Whether something is seen through it.
fn is_clear(image: &DynamicImage) -> bool {
    image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX)
}

fn as_jpeg(image: &DynamicImage) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    let written = image.to_rgb8().write_with_encoder(encoder);
    written.map_err(|error| fault(&error)).map(|()| bytes)
}

fn as_png(image: &DynamicImage, clear: bool) -> Result<Vec<u8>, Fault> {
    let mut bytes = Cursor::new(Vec::new());
    let written = if clear {
        image
            .to_rgba8()
            .write_to(&mut bytes, image::ImageFormat::Png)
    } else {
        image
            .to_rgb8()
            .write_to(&mut bytes, image::ImageFormat::Png)
    };
    written
        .map_err(|error| fault(&error))
        .map(|()| bytes.into_inner())
}

#[cfg(test)]
mod tests;
