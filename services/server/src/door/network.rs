//! Where a call comes from, as limits count it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use http::HeaderMap;

/// The header in which proxies tell for whom they call, each adding whom it heard from.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// One address, or the /64 of an IPv6 address: as much as one household or machine is given, which
/// could call from another address of it each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Network {
    /// An address of IPv4, also when it is written as one of IPv6.
    V4(Ipv4Addr),
    /// The first half of an address of IPv6.
    V6([u16; 4]),
}

impl Network {
    /// The network of an address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self::V6([a, b, c, d])
            }
        }
    }
}

/// Who sent a call that came from `peer`. A header is anybody's text, so it is believed only of a
/// proxy that the settings name: what that proxy heard from stands last, and if this is a proxy of
/// ours too, what it heard from stands before. What cannot be read ends the way back.
pub(crate) fn sender(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let mut sender = peer.to_canonical();
    let lines = headers.get_all(FORWARDED_FOR).iter().rev();
    let mut hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    while proxies.contains(&sender) {
        let Some(hop) = hops.next().and_then(address) else { break };
        sender = hop;
    }
    sender
}

/// An address as proxies write it: some add the port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.parse::<IpAddr>().ok();
    let address = bare.or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn ipv6_is_counted_by_its_first_half_and_ipv4_whole() {
        for (one, other, same) in [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
            ("10.0.0.1", "10.0.0.1", true),
            ("10.0.0.1", "10.0.0.2", false),
            ("10.0.0.1", "::ffff:10.0.0.1", true),
            ("10.0.0.1", "::ffff:10.0.0.2", false),
        ] {
            assert_eq!(Network::of(ip(one)) == Network::of(ip(other)), same, "{one} {other}");
        }
    }

    #[test]
    fn only_a_proxy_that_is_named_tells_for_whom_it_calls() {
        let ours = [ip("10.0.0.1"), ip("10.0.0.2")];
        for (peer, lines, sender_is) in [
            // A stranger's word counts for nothing.
            ("203.0.113.5", vec!["198.51.100.7"], "203.0.113.5"),
            ("203.0.113.5", vec![], "203.0.113.5"),
            ("10.0.0.1", vec!["198.51.100.7"], "198.51.100.7"),
            ("::ffff:10.0.0.1", vec!["198.51.100.7"], "198.51.100.7"),
            // What the caller wrote in front is not believed.
            ("10.0.0.1", vec!["192.0.2.1, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", vec!["192.0.2.1", "198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", vec!["10.0.0.2, 198.51.100.7"], "198.51.100.7"),
            // One proxy of ours behind the other.
            ("10.0.0.1", vec!["192.0.2.1, 198.51.100.7, 10.0.0.2"], "198.51.100.7"),
            ("10.0.0.1", vec!["192.0.2.1, 198.51.100.7", "10.0.0.2"], "198.51.100.7"),
            ("10.0.0.1", vec!["198.51.100.7:4711"], "198.51.100.7"),
            ("10.0.0.1", vec!["[2001:db8::7]:4711"], "2001:db8::7"),
            ("10.0.0.1", vec!["::ffff:198.51.100.7"], "198.51.100.7"),
            // What cannot be read is on the proxy's own account.
            ("10.0.0.1", vec![], "10.0.0.1"),
            ("10.0.0.1", vec![""], "10.0.0.1"),
            ("10.0.0.1", vec!["198.51.100.7, unknown"], "10.0.0.1"),
            ("10.0.0.1", vec!["10.0.0.2"], "10.0.0.2"),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines.iter().copied() {
                headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
            }
            assert_eq!(sender(ip(peer), &headers, &ours), ip(sender_is), "{peer} {lines:?}");
        }
    }
}
