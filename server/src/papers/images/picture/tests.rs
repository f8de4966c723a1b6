//! What people may send, and what is kept of it.

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder as _, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = RgbImage::from_fn(width, height, |x, y| {
        Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 7])
    });
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A JPEG that says where it was taken, and which way up it is to be shown (Exif, orientation 6: turned by a quarter).
fn telling(width: u32, height: u32) -> Vec<u8> {
    let exif = [
        b"II*\0\x08\0\0\0".as_slice(),
        b"\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0",
        b"48 rue Secrete",
    ]
    .concat();
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif).unwrap();
    let image = RgbImage::from_pixel(width, height, Rgb([200, 100, 50]));
    encoder.encode_image(&image).unwrap();
    bytes
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}

/// The header of a PNG that says that it has this size, and no pixel.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(1, 1);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = checksum(&bytes[12..29]);
    bytes[29..33].swap_with_slice(&mut crc);
    bytes
}

/// CRC-32 as PNG has it (ISO/IEC 15948, annex D).
fn checksum(bytes: &[u8]) -> [u8; 4] {
    let crc = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            let odd = crc & 1 == 1;
            (crc >> 1) ^ if odd { 0xEDB8_8320 } else { 0 }
        })
    });
    (!crc).to_be_bytes()
}

#[test]
fn a_png_is_kept_as_png_and_named_by_its_bytes() {
    let kept = picture(&png(30, 20)).unwrap();
    assert_eq!((kept.width, kept.height), (30, 20));
    assert_eq!(kept.file.format, ImageFormat::Png);
    assert_eq!(
        kept.file.hash,
        <[u8; 32]>::from(Sha256::digest(&kept.bytes))
    );
    assert_eq!(picture(&kept.bytes).unwrap(), kept, "the same, sent again");
}

#[test]
fn nothing_is_left_of_where_a_photograph_was_taken_and_it_stands_upright() {
    let sent = telling(40, 20);
    assert!(holds(&sent, b"rue Secrete"));
    let kept = picture(&sent).unwrap();
    assert!(!holds(&kept.bytes, b"rue Secrete") && !holds(&kept.bytes, b"Exif"));
    assert_eq!((kept.width, kept.height), (20, 40));
    assert_eq!(kept.file.format, ImageFormat::Jpeg);
}

#[test]
fn what_follows_an_image_in_its_file_is_not_kept() {
    let sent = [png(4, 4), b"<script>alert(1)</script>".to_vec()].concat();
    assert!(!holds(&picture(&sent).unwrap().bytes, b"script"));
}

#[test]
fn a_large_image_is_made_small_enough_for_a_page() {
    let kept = picture(&png(2_500, 100)).unwrap();
    assert_eq!((kept.width, kept.height), (2_000, 80));
}

#[test]
fn what_is_seen_through_stays_so() {
    let mut bytes = Cursor::new(Vec::new());
    let image = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 120]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let kept = picture(&bytes.into_inner()).unwrap();
    let again = image::load_from_memory(&kept.bytes).unwrap();
    assert_eq!(again.to_rgba8().get_pixel(0, 0).0[3], 120);
}

#[test]
fn a_webp_becomes_what_every_reader_knows() {
    let mut bytes = Vec::new();
    let pixels = RgbImage::from_pixel(6, 5, Rgb([1, 2, 3]));
    let encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut bytes);
    encoder
        .write_image(&pixels, 6, 5, image::ExtendedColorType::Rgb8)
        .unwrap();
    let kept = picture(&bytes).unwrap();
    assert_eq!(
        (kept.width, kept.height, kept.file.format),
        (6, 5, ImageFormat::Png)
    );
}

#[test]
fn what_is_no_image_is_refused() {
    let text = b"Ceci est un texte, quoi que dise son nom.";
    assert_eq!(picture(text), Err(Fault::NotAnImage));
    assert_eq!(picture(b""), Err(Fault::NotAnImage));
    assert_eq!(picture(b"GIF89a\x01\0\x01\0\0\0\0;"), Err(Fault::Sort));
    let drawing =
        b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    assert_eq!(picture(drawing), Err(Fault::Sort));
    let whole = png(300, 300);
    assert_eq!(picture(&whole[..whole.len() / 2]), Err(Fault::Damaged));
    assert_eq!(picture(&whole[..20]), Err(Fault::Damaged));
}

#[test]
fn a_bomb_is_refused_by_what_it_claims() {
    for (width, height) in [(100_000, 100_000), (100_000, 1), (20_000, 20_000)] {
        assert_eq!(
            picture(&claiming(width, height)),
            Err(Fault::TooManyPixels),
            "{width} × {height}"
        );
    }
}
