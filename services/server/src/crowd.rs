//! Places for connections: so many in all, so many of one address, of IPv6 of one /64.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{config::Limits, door::network::Network};

/// Who is connected.
#[derive(Debug)]
pub struct Crowd {
    all_max: u32,
    address_max: u32,
    handshakes_max: u32,
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    all: u32,
    addresses: HashMap<Network, OfAddress>,
}

#[derive(Debug, Default)]
struct OfAddress {
    connections: u32,
    handshakes: u32,
}

/// A connection's place; free again when dropped.
#[derive(Debug)]
pub struct Place {
    crowd: Arc<Crowd>,
    address: Network,
}

/// A handshake that runs.
#[derive(Debug)]
pub struct Handshake {
    crowd: Arc<Crowd>,
    address: Network,
}

impl Crowd {
    /// Nobody yet.
    pub fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            all_max: limits.connections,
            address_max: limits.connections_per_address,
            handshakes_max: limits.handshakes_per_address,
            counted: Mutex::default(),
        })
    }

    /// A place for a connection of this address, if there is one.
    pub fn admit(crowd: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = Network::of(address);
        let mut counted = crowd.counted();
        let of_address = counted.addresses.get(&address).map_or(0, |one| one.connections);
        if counted.all >= crowd.all_max || of_address >= crowd.address_max {
            return None;
        }
        counted.all += 1;
        counted.addresses.entry(address).or_default().connections += 1;
        Some(Place { crowd: Arc::clone(crowd), address })
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        // Counting cannot panic halfway, so a poisoned lock still holds true numbers.
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// A place among the handshakes of this address, if there is one.
    pub fn begin_handshake(&self) -> Option<Handshake> {
        let mut counted = self.crowd.counted();
        let of_address = counted.addresses.entry(self.address).or_default();
        if of_address.handshakes >= self.crowd.handshakes_max {
            return None;
        }
        of_address.handshakes += 1;
        Some(Handshake { crowd: Arc::clone(&self.crowd), address: self.address })
    }
}

impl Drop for Handshake {
    fn drop(&mut self) {
        if let Some(of_address) = self.crowd.counted().addresses.get_mut(&self.address) {
            of_address.handshakes = of_address.handshakes.saturating_sub(1);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counted = self.crowd.counted();
        counted.all = counted.all.saturating_sub(1);
        if let Some(of_address) = counted.addresses.get_mut(&self.address) {
            of_address.connections = of_address.connections.saturating_sub(1);
            if of_address.connections == 0 {
                counted.addresses.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd() -> Arc<Crowd> {
        Crowd::new(&Limits {
            connections: 3,
            connections_per_address: 2,
            handshakes_per_address: 1,
            ..Limits::START
        })
    }

    #[test]
    fn one_address_cannot_take_every_place() {
        let crowd = crowd();
        let (a, b) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let held = [Crowd::admit(&crowd, a).unwrap(), Crowd::admit(&crowd, a).unwrap()];
        assert!(Crowd::admit(&crowd, a).is_none());
        let other = Crowd::admit(&crowd, b).unwrap();
        assert!(Crowd::admit(&crowd, b).is_none(), "all places are taken");
        drop(held);
        assert!(Crowd::admit(&crowd, b).is_some());
        drop(other);
    }

    #[test]
    fn the_addresses_of_one_ipv6_network_share_its_places() {
        let crowd = crowd();
        let of = |host: u16| IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, host]);
        let held = [Crowd::admit(&crowd, of(1)).unwrap(), Crowd::admit(&crowd, of(2)).unwrap()];
        assert!(Crowd::admit(&crowd, of(3)).is_none());
        drop(held);
        assert!(Crowd::admit(&crowd, of(3)).is_some());
    }

    #[test]
    fn a_place_is_forgotten_with_its_connection() {
        let crowd = crowd();
        drop(Crowd::admit(&crowd, IpAddr::from([10, 0, 0, 1])));
        assert!(crowd.counted().addresses.is_empty());
    }

    #[test]
    fn handshakes_have_a_limit_of_their_own() {
        let crowd = crowd();
        let place = Crowd::admit(&crowd, IpAddr::from([10, 0, 0, 1])).unwrap();
        let first = place.begin_handshake().unwrap();
        assert!(place.begin_handshake().is_none());
        drop(first);
        assert!(place.begin_handshake().is_some());
    }
}
