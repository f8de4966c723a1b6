//! Closed lists of words, each with the one code it has in the database, in forms and in the API.

/// A code that no word of the list has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {code} » is not a {list}")]
pub struct UnknownWord {
    /// The list that was searched.
    pub list: &'static str,
    /// What was found instead of one of its codes.
    pub code: String,
}

/// Declares an enum whose variants have codes: `ALL`, `code()`, `FromStr`, serde as the code.
macro_rules! vocabulary {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            /// Every word of the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word's code, as stored and exchanged.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownWord;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|word| word.code() == code).ok_or_else(|| {
                    $crate::vocabulary::UnknownWord { list: stringify!($name), code: code.to_owned() }
                })
            }
        }
    };
}

pub(crate) use vocabulary;
