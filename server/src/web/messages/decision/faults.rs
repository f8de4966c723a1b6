//! Why a meeting or its vote cannot be, one sentence each.

use dires_domain::decision::Fault;
use dires_domain::ids::TerritoryId;
use dires_domain::people::Territory;

use crate::web::messages::count;
use crate::web::typography::of;

/// What is wrong, with the names of the association's territories.
pub fn fault(fault: Fault, territories: &[Territory]) -> String {
    let name = |id: TerritoryId| {
        let found = territories.iter().find(|territory| territory.id == id);
        found.map_or("Ce territoire", |territory| &territory.name)
    };
    match fault {
        Fault::Unknown(id) => format!(
            "{} ne fait pas partie de l’association ce jour-là.",
            name(id)
        ),
        Fault::SeatedTwice(id) => format!("La présence {} est dite deux fois.", of(name(id))),
        Fault::VoteOfHeard(id) => format!(
            "{} siège dans cette instance avec voix consultative, et ne vote pas.",
            name(id)
        ),
        Fault::VotedTwice(id) => format!("{} a deux votes.", name(id)),
        Fault::VoteOfAbsent(id) => format!(
            "Personne n’était là pour voter au nom {}, ni en personne ni par pouvoir. Corrigez la présence, ou choisissez «\u{202f}Pas de vote\u{202f}».",
            of(name(id))
        ),
        Fault::NoVote(id) => format!("Il manque le vote {}.", of(name(id))),
        Fault::NoChair => "Les voix se partagent également, et celle de la présidence de séance est prépondérante\u{202f}: dites qui préside.".to_owned(),
        Fault::ChairAbsent(id) => format!(
            "{} ne peut pas présider la séance sans y être en personne.",
            name(id)
        ),
        Fault::NoHolder(id) => format!("Dites qui tient le pouvoir {}.", of(name(id))),
        Fault::HolderIsGrantor(id) => format!("{} ne peut pas se donner pouvoir.", name(id)),
        Fault::GrantorPresent { grantor, holder } => format!(
            "{} siège en personne\u{202f}: son pouvoir à {} n’a plus d’effet. Retirez-le, ou corrigez la présence.",
            name(grantor),
            name(holder)
        ),
        Fault::HolderAbsent { grantor, holder } => format!(
            "{} a donné pouvoir à {}, où personne n’était là pour voter à sa place.",
            name(grantor),
            name(holder)
        ),
        Fault::ProxyOfHeard(id) => format!(
            "{} siège avec voix consultative\u{202f}: il n’y a pas de voix à donner par pouvoir.",
            name(id)
        ),
        Fault::ProxiesForbidden(id) => format!(
            "La règle de l’instance n’admet pas de pouvoir\u{202f}: celui {} ne compte pas.",
            of(name(id))
        ),
        Fault::HolderOfOtherKind { grantor, holder } => format!(
            "La règle de l’instance n’admet pas que {} donne pouvoir à {}.",
            name(grantor),
            name(holder)
        ),
        Fault::TooManyProxies { holder, held, most } => format!(
            "{} tient {}\u{202f}; la règle de l’instance en admet {most} par mandataire.",
            name(holder),
            count(held, "pouvoir", "pouvoirs")
        ),
    }
}
