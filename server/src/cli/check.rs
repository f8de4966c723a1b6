//! `dires check`.

use super::{Failure, serve};
use crate::check::{DocumentFault, Fault, Report, VersionFault, check};
use crate::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::storage::db::Migrations;
use crate::storage::outbox::Counts;

/// Looks at the whole database and says what it found; a failure when anything is wrong.
pub async fn run(config: &Config) -> Result<(), Failure> {
    let failed = |error| Failure::database(config, &error);
    let db = serve::existing(config).await?;
    same_version(&db.migrations().await.map_err(failed)?)?;
    let report = check(&db, SystemClock.now()).await.map_err(failed)?;
    db.close().await;
    super::print(format_args!("{}", told(&report)));
    match report.faults.len() {
        0 => Ok(()),
        1 => Err(Failure::new(
            "1 anomalie. Gardez la base telle quelle et restaurez une sauvegarde à côté pour comparer.",
        )),
        many => Err(Failure::new(format!(
            "{many} anomalies. Gardez la base telle quelle et restaurez une sauvegarde à côté pour comparer."
        ))),
    }
}

fn same_version(migrations: &Migrations) -> Result<(), Failure> {
    match migrations.applied {
        Some(applied) if applied == migrations.known => Ok(()),
        Some(applied) if applied < migrations.known => Err(Failure::new(
            "Cette base vient d’une version plus ancienne de Dires. Lancez «\u{a0}dires serve\u{a0}» une fois pour la mettre à jour.",
        )),
        Some(_) => Err(Failure::new(
            "Cette base a été utilisée par une version plus récente de Dires\u{a0}: vérifiez-la avec elle.",
        )),
        None => Err(Failure::new("Ce n’est pas une base de Dires.")),
    }
}

fn told(report: &Report) -> String {
    let counts = format!(
        "Documents relus depuis leurs modifications\u{a0}: {} ({} modifications)\nVersions figées recalculées\u{a0}: {}\n",
        report.documents, report.changes, report.versions
    );
    let faults = report
        .faults
        .iter()
        .map(|fault| format!("ANOMALIE  {}\n", sentence(fault)));
    let sound = report
        .faults
        .is_empty()
        .then(|| "Tout est intact.\n".to_owned());
    [counts, mails(report.mails)]
        .into_iter()
        .chain(faults)
        .chain(sound)
        .collect()
}

/// Nothing where every mail goes its way.
fn mails(mails: Counts) -> String {
    if mails.late + mails.given_up == 0 {
        return String::new();
    }
    format!(
        "À VOIR    courriels\u{a0}: {} en attente depuis plus d’un jour, {} refusés (page du secrétariat «\u{a0}Courriels\u{a0}»)\n",
        mails.late, mails.given_up
    )
}

fn sentence(fault: &Fault) -> String {
    match fault {
        Fault::Engine(said) => format!("base de données\u{a0}: {said}"),
        Fault::Document(title, fault) => {
            format!("texte «\u{a0}{title}\u{a0}»\u{a0}: {}", of_document(*fault))
        }
        Fault::Version(title, number, fault) => {
            format!(
                "texte «\u{a0}{title}\u{a0}», version {number}\u{a0}: {}",
                of_version(*fault)
            )
        }
    }
}

fn of_document(fault: DocumentFault) -> &'static str {
    match fault {
        DocumentFault::Numbers => "il manque des modifications dans la suite.",
        DocumentFault::Change => {
            "une modification est illisible ou ne correspond pas à son empreinte."
        }
        DocumentFault::Heads => "les modifications ne donnent pas l’état enregistré.",
        DocumentFault::Snapshot => {
            "la copie d’accès rapide ne correspond pas aux modifications (elle peut être supprimée sans perte)."
        }
        DocumentFault::NotAText => "le document ne se lit pas comme un texte.",
    }
}

fn of_version(fault: VersionFault) -> &'static str {
    match fault {
        VersionFault::Sha256 => "le contenu ne correspond pas à son empreinte SHA-256.",
        VersionFault::NotCanonical => "le contenu n’est pas sous sa forme canonique.",
        VersionFault::Otherwise => "le titre ou le périmètre diffère de celui du contenu.",
        VersionFault::NotTheDocument => {
            "le document, à l’état de cette version, donne un autre contenu."
        }
    }
}
