//! What `/readyz` says.

/// All is well.
pub const READY: &str = "prêt\n";

/// It was told to stop.
pub const STOPPING: &str = "Le serveur s’arrête\u{202f}: il n’accepte plus de nouvelle demande.\n";

/// The database does not answer.
pub const SILENT: &str = "La base de données ne répond pas en moins d’une seconde, ou un autre programme la tient verrouillée.\n";

/// The database cannot be written.
pub const NOT_WRITABLE: &str =
    "La base de données ne peut pas être écrite\u{202f}: lecture seule, ou disque plein.\n";

/// A newer version has been there.
pub const OTHER_VERSION: &str =
    "La base de données a été préparée par une autre version de Dires.\n";
