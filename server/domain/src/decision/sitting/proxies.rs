//! Pouvoirs: who may give one, and to whom.

use super::{Fault, Presence, Seat, Sitting};
use crate::decision::{Between, Most, Proxies, ProxyLimits, Rule};
use crate::ids::TerritoryId;

/// Whatever is wrong with the pouvoirs of a meeting; `rule` is none while it is « à confirmer », and then limits nothing.
pub(super) fn faults(rule: Option<&Rule>, sitting: &Sitting) -> Vec<Fault> {
    let mut faults = Vec::new();
    for seat in &sitting.seats {
        match seat.holder {
            Some(holder) => faults.extend(proxy(rule, sitting, seat, holder)),
            None if seat.presence == Presence::Represented => {
                faults.push(Fault::NoHolder(seat.territory));
            }
            None => {}
        }
    }
    faults.extend(limit(rule).into_iter().flat_map(|most| held(sitting, most)));
    faults
}

/// The first thing that is wrong with one pouvoir.
fn proxy(
    rule: Option<&Rule>,
    sitting: &Sitting,
    grantor: &Seat,
    holder: TerritoryId,
) -> Option<Fault> {
    let id = grantor.territory;
    if holder == id {
        return Some(Fault::HolderIsGrantor(id));
    }
    if !grantor.votes {
        return Some(Fault::ProxyOfHeard(id));
    }
    if grantor.presence.in_person() {
        return Some(Fault::GrantorPresent {
            grantor: id,
            holder,
        });
    }
    let limits = match rule.and_then(|rule| rule.proxies) {
        Some(Proxies::Forbidden) => return Some(Fault::ProxiesForbidden(id)),
        Some(Proxies::Allowed(limits)) => Some(limits),
        None => None,
    };
    let seated = sitting.seat(holder).filter(|it| it.presence.in_person());
    let Some(seated) = seated else {
        return Some(Fault::HolderAbsent {
            grantor: id,
            holder,
        });
    };
    let admitted = limits.is_none_or(|limits| admits(limits, grantor, seated));
    (!admitted).then_some(Fault::HolderOfOtherKind {
        grantor: id,
        holder,
    })
}

fn admits(limits: ProxyLimits, grantor: &Seat, holder: &Seat) -> bool {
    match limits.between {
        None | Some(Between::Anyone) => true,
        Some(Between::Voters) => holder.votes,
        Some(Between::SameKind) => holder.membership == grantor.membership,
    }
}

fn limit(rule: Option<&Rule>) -> Option<u8> {
    match rule?.proxies? {
        Proxies::Allowed(ProxyLimits {
            most: Some(Most::AtMost(most)),
            ..
        }) => Some(most.get()),
        _ => None,
    }
}

/// Those who hold more pouvoirs than the rule admits.
fn held(sitting: &Sitting, most: u8) -> impl Iterator<Item = Fault> {
    sitting.seats.iter().filter_map(move |seat| {
        let given = sitting.seats.iter();
        let held = given.filter(|it| it.holder == Some(seat.territory)).count();
        let held = u32::try_from(held).unwrap_or(u32::MAX);
        (held > u32::from(most)).then_some(Fault::TooManyProxies {
            holder: seat.territory,
            held,
            most,
        })
    })
}
