//! TLS for the public port: 1.3, our own accept loop, a certificate that can change.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject as _},
    },
    version::{TLS12, TLS13},
};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::{
    config::{
        Tls,
        check::{self, Unsafe},
    },
    failure::Failure,
};

/// The protocols we speak: gRPC, and HTTP/1.1 for gRPC-Web.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];
/// The settings that are looked at here.
const CERT: &str = "tls.cert";
const KEY: &str = "tls.key";
/// What is said of files that hold something else.
const NO_PEM: &str = "is no whole PEM file";
const EXCHANGED: &str = "holds the other of the two; are tls.cert and tls.key exchanged?";
const LOCKED: &str = "is locked by a passphrase, for which a server can ask nobody; write it \
    without one: openssl pkey -in LOCKED -out KEY";

/// Hands out the certificate in force, and takes a new one while serving.
pub struct Certificates {
    settings: Tls,
    acceptor: watch::Sender<TlsAcceptor>,
}

impl Certificates {
    /// Reads certificate and key; nothing when none are set.
    ///
    /// # Errors
    /// A configuration failure with everything that [`faults`] finds.
    pub fn load(settings: &Tls) -> Result<Option<Self>, Failure> {
        let (Some(cert), Some(key)) = (&settings.cert, &settings.key) else { return Ok(None) };
        let first =
            acceptor(cert, key, settings.allow_tls12).map_err(|faults| check::failure(&faults))?;
        let (acceptor, _) = watch::channel(first);
        Ok(Some(Self { settings: settings.clone(), acceptor }))
    }

    /// What new connections are accepted with.
    pub fn watch(&self) -> watch::Receiver<TlsAcceptor> {
        self.acceptor.subscribe()
    }

    /// Reads the files again; connections that are open keep what they have.
    ///
    /// # Errors
    /// As [`Certificates::load`]; the certificate in force stays.
    pub fn reload(&self) -> Result<(), Failure> {
        if let Some(next) = Self::load(&self.settings)? {
            self.acceptor.send_replace(next.acceptor.borrow().clone());
        }
        Ok(())
    }
}

/// What keeps certificate and key from being used, each under its setting; nothing when not both
/// are set.
pub fn faults(settings: &Tls) -> Vec<Unsafe> {
    let (Some(cert), Some(key)) = (&settings.cert, &settings.key) else { return Vec::new() };
    acceptor(cert, key, settings.allow_tls12).err().unwrap_or_default()
}

fn acceptor(cert: &Path, key: &Path, allow_tls12: bool) -> Result<TlsAcceptor, Vec<Unsafe>> {
    let (chain, secret) = match (certificates(cert), private_key(key)) {
        (Ok(chain), Ok(secret)) => (chain, secret),
        (chain, secret) => return Err(chain.err().into_iter().chain(secret.err()).collect()),
    };
    let refused = |error: rustls::Error| vec![unusable(cert, key, &error)];
    let versions: &[_] = if allow_tls12 { &[&TLS13, &TLS12] } else { &[&TLS13] };
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(versions)
        .map_err(refused)?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(refused)?;
    config.alpn_protocols = PROTOCOLS.iter().map(|name| name.to_vec()).collect();
    // No early data: a replayed first flight must not act.
    config.max_early_data_size = 0;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn wrong(key: &'static str, path: &Path, why: impl std::fmt::Display) -> Unsafe {
    Unsafe { key, why: format!("{} {why}", path.display()) }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Unsafe> {
    let text = read(CERT, path)?;
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<_, _>>()
        .map_err(|_| wrong(CERT, path, NO_PEM))?;
    if !chain.is_empty() {
        return Ok(chain);
    }
    Err(match PrivateKeyDer::from_pem_slice(&text) {
        Ok(_) => wrong(CERT, path, EXCHANGED),
        Err(_) => wrong(CERT, path, "holds no certificate in PEM (BEGIN CERTIFICATE)"),
    })
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, Unsafe> {
    let text = read(KEY, path)?;
    if fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0) {
        return Err(wrong(KEY, path, "can be read by others; chmod 0400"));
    }
    if String::from_utf8_lossy(&text).contains("ENCRYPTED") {
        return Err(wrong(KEY, path, LOCKED));
    }
    PrivateKeyDer::from_pem_slice(&text).map_err(|error| match error {
        pem::Error::NoItemsFound if CertificateDer::from_pem_slice(&text).is_ok() => {
            wrong(KEY, path, EXCHANGED)
        }
        pem::Error::NoItemsFound => {
            wrong(KEY, path, "holds no private key in PEM (BEGIN PRIVATE KEY)")
        }
        _ => wrong(KEY, path, NO_PEM),
    })
}

fn read(key: &'static str, path: &Path) -> Result<Vec<u8>, Unsafe> {
    fs::read(path).map_err(|error| wrong(key, path, format_args!("cannot be read: {error}")))
}

/// Both can be read, and yet they do not serve.
fn unusable(cert: &Path, key: &Path, error: &rustls::Error) -> Unsafe {
    match error {
        rustls::Error::InconsistentKeys(_) => {
            let cert = cert.display();
            wrong(KEY, key, format_args!("is not the key of the certificate in {cert}"))
        }
        rustls::Error::InvalidCertificate(_) => {
            wrong(CERT, cert, format_args!("begins with a certificate that is none ({error})"))
        }
        _ => wrong(KEY, key, format_args!("holds no key that serves here ({error})")),
    }
}
