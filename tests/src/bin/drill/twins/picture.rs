//! Pictures of noise: every photo of a drill is another one.

use rand::{Rng as _, rngs::StdRng};

/// Pixels of a side.
const SIDE: u32 = 24;

/// A grey PNG of noise, with its bytes stored and not packed.
pub fn png(random: &mut StdRng) -> Vec<u8> {
    let mut rows = Vec::new();
    for _ in 0..SIDE {
        let mut row = vec![0_u8; SIDE as usize + 1];
        random.fill_bytes(&mut row[1..]);
        rows.extend(row);
    }
    let mut header = [SIDE.to_be_bytes(), SIDE.to_be_bytes()].concat();
    header.extend([8, 0, 0, 0, 0]);
    let length = u16::try_from(rows.len()).expect("a small picture is one block");
    let mut data = vec![0x78, 0x01, 1];
    data.extend(length.to_le_bytes());
    data.extend((!length).to_le_bytes());
    data.extend(&rows);
    data.extend(adler(&rows).to_be_bytes());
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", header), (b"IDAT", data), (b"IEND", Vec::new())] {
        let body = [kind.as_slice(), &content].concat();
        file.extend(u32::try_from(content.len()).expect("a small picture").to_be_bytes());
        file.extend(&body);
        file.extend(crc(&body).to_be_bytes());
    }
    file
}

fn adler(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    (high << 16) | low
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}
