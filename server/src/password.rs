//! Passwords: argon2id with its recommended cost, computed aside so that no request waits for another's.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

/// The least number of characters of a password.
pub const LEAST: usize = 12;

/// The most bytes that are hashed: beyond, a password only costs time.
pub const MOST: usize = 1024;

/// Compared with when there is no such account, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("personne ne choisit ceci"));

/// Why a password was not hashed or compared.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be computed: {0}")]
pub struct PasswordError(String);

/// Hashes a password, in PHC form with its own salt. About 30 ms of a core.
pub async fn hash(password: String) -> Result<String, PasswordError> {
    aside(move || hash_now(&password)).await
}

/// Whether it is the password of this hash. Without a hash it is not, after the same time.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, PasswordError> {
    aside(move || {
        let nobody = NOBODY.as_str();
        let known = hash.is_some();
        let hash = hash.as_deref().unwrap_or(nobody);
        let same = Argon2::default()
            .verify_password(password.as_bytes(), hash)
            .is_ok();
        known && same && password.len() <= MOST
    })
    .await
}

fn hash_now(password: &str) -> String {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.expect("argon2 hashes any password under 4 GB")
        .to_string()
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PasswordError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| PasswordError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{NOBODY, hash, verify};

    /// The algorithm and its costs, which decide how long a comparison takes: all but the salt and the sum.
    fn costs(hash: &str) -> Vec<&str> {
        let parts: Vec<_> = hash.split('$').collect();
        parts[..parts.len() - 2].to_vec()
    }

    #[tokio::test]
    async fn an_unknown_account_costs_what_a_wrong_password_costs() {
        let kept = hash("douze caractères".into()).await.unwrap();
        assert_eq!(costs(&NOBODY), costs(&kept));
    }

    #[tokio::test]
    async fn a_password_is_its_own_and_nobody_has_none() {
        let kept = hash("douze caractères".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(
            verify("douze caractères".into(), Some(kept.clone()))
                .await
                .unwrap()
        );
        assert!(!verify("Douze caractères".into(), Some(kept)).await.unwrap());
        assert!(
            !verify("personne ne choisit ceci".into(), None)
                .await
                .unwrap()
        );
    }
}
