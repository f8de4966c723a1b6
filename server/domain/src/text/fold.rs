//! Letters without what distinguishes them: for addresses and for search.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest slug, in bytes.
const MAX_SLUG: usize = 80;

/// `text` in lower case, without accents, ligatures undone (`œ` gives `oe`), typographic apostrophes made straight.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
    {
        match character {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            '’' | '‘' | 'ʼ' => folded.push('\''),
            // What lower case itself decomposes to (İ).
            other if is_combining_mark(other) => {}
            other => folded.push(other),
        }
    }
    folded
}

/// The words of `text` for an address: `a` to `z`, digits and hyphens, at most 80 bytes, cut between words.
/// Empty when nothing of the text can be written so.
pub fn slug(text: &str) -> String {
    let folded = fold(text);
    let words = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        let wanted = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if wanted > MAX_SLUG && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word[..word.len().min(MAX_SLUG)]);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::{fold, slug};

    #[test]
    fn accents_and_ligatures_go() {
        assert_eq!(
            fold("L’ÉCOLE au Cœur, ÇA où\u{202F}? naïf №"),
            "l'ecole au coeur, ca ou ? naif no"
        );
    }

    #[test]
    fn an_address_is_made_of_words() {
        assert_eq!(slug("Axe 3 : Fédérer « l’aire »"), "axe-3-federer-l-aire");
        assert_eq!(slug("日本"), "");
        assert!(slug(&"mot ".repeat(60)).len() <= 80);
        assert_eq!(slug(&"a".repeat(200)).len(), 80);
    }
}
