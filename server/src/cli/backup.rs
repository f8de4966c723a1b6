//! `dires backup FICHIER`.

use std::path::{Path, PathBuf};

use super::failure::without_password;
use super::{Failure, serve};
use crate::config::Config;

/// Copies the database into a file that does not exist yet; a name beside it until it is whole.
pub async fn run(config: &Config, file: &Path) -> Result<(), Failure> {
    if file.exists() {
        let shown = file.display();
        return Err(Failure::new(format!(
            "{shown} existe déjà\u{a0}: choisissez un autre nom. Rien n’a été écrit."
        )));
    }
    if config.database.starts_with("postgres") {
        return Err(Failure::new(for_postgres(config, file)));
    }
    let failed = |error| Failure::database(config, &error);
    let db = serve::existing(config).await?;
    let part = beside(file);
    make_room(&part)?;
    db.copy_to(&part).await.map_err(failed)?;
    db.close().await;
    finish(&part, file).map_err(|error| {
        Failure::new(format!(
            "La copie {} ne peut pas être terminée\u{a0}: {error}.",
            part.display()
        ))
    })?;
    say!("Sauvegarde écrite\u{a0}: {}", file.display());
    Ok(())
}

/// Tries the place where it will be written, and removes what an interrupted backup left there.
fn make_room(part: &Path) -> Result<(), Failure> {
    let made = std::fs::write(part, b"").and_then(|()| std::fs::remove_file(part));
    made.map_err(|error| {
        Failure::new(format!(
            "La sauvegarde ne peut pas être écrite dans {} ({error}). Vérifiez que le dossier existe et qu’il appartient \
             à l’utilisateur qui lance dires.",
            part.display()
        ))
    })
}

fn for_postgres(config: &Config, file: &Path) -> String {
    format!(
        "La base est dans PostgreSQL, qui a son propre outil\u{a0}:\n\n    pg_dump --format=custom --file='{}' '{}'\n\n\
         Restauration\u{a0}: pg_restore --clean --if-exists --no-owner --dbname='{1}' '{0}'",
        file.display(),
        without_password(&config.database)
    )
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".partiel");
    name.into()
}

/// On the disk before it takes its name: a backup that has its name is whole.
fn finish(part: &Path, file: &Path) -> std::io::Result<()> {
    std::fs::File::open(part)?.sync_all()?;
    std::fs::rename(part, file)
}
