//! TLS for the public port: 1.3, our own accept loop, a certificate that can change.

use std::{path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    version::{TLS12, TLS13},
};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::{
    config::Tls,
    failure::{Exit, Failure},
};

/// The protocols we speak: gRPC, and HTTP/1.1 for gRPC-Web.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Hands out the certificate in force, and takes a new one while serving.
pub struct Certificates {
    settings: Tls,
    acceptor: watch::Sender<TlsAcceptor>,
}

impl Certificates {
    /// Reads certificate and key; nothing when none are set.
    ///
    /// # Errors
    /// A configuration failure that names the file.
    pub fn load(settings: &Tls) -> Result<Option<Self>, Failure> {
        let (Some(cert), Some(key)) = (&settings.cert, &settings.key) else { return Ok(None) };
        let first = acceptor(cert, key, settings.allow_tls12)?;
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

fn acceptor(cert: &Path, key: &Path, allow_tls12: bool) -> Result<TlsAcceptor, Failure> {
    let wrong = |path: &Path, error: &dyn std::fmt::Display| {
        Failure::new(Exit::Config, format!("{}: {error}", path.display()))
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(cert)
        .and_then(Iterator::collect)
        .map_err(|error| wrong(cert, &error))?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key, &error))?;
    let versions: &[_] = if allow_tls12 { &[&TLS13, &TLS12] } else { &[&TLS13] };
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(versions)
        .map_err(|error| wrong(cert, &error))?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(|error| wrong(cert, &error))?;
    config.alpn_protocols = PROTOCOLS.iter().map(|name| name.to_vec()).collect();
    // No early data: a replayed first flight must not act.
    config.max_early_data_size = 0;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
