using System.Security.Cryptography;

namespace KpiPulse.Reporting.Pdf.Verify;

/// <summary>
/// The key that signs reports: ECDSA P-256 over SHA-256, made at its first use and kept in the data folder for this account alone. A signature is
/// plain DER, so that <c>openssl dgst -sha256 -verify PUBLIC.pem -signature FILE.pdf.sig FILE.pdf</c> can check it without this program.
/// </summary>
public sealed class ReportSeal(string dataFolder)
{
    private string KeyPath => Path.Combine(dataFolder, "keys", "report-signing-key.pem");

    /// <summary>To hand out; it is written beside the private key.</summary>
    public string PublicKeyPath => Path.Combine(dataFolder, "keys", "report-public-key.pem");

    public static string SignaturePathOf(string pdfPath) => pdfPath + ".sig";

    public byte[] Sign(byte[] pdf)
    {
        using var key = Key();
        return key.SignData(pdf, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <param name="publicKeyPem">Null: the public key of this data folder.</param>
    public SealState Check(byte[] pdf, byte[]? signature, string? publicKeyPem = null)
    {
        if (signature is null) return SealState.Missing;
        if (publicKeyPem is null && !File.Exists(PublicKeyPath)) return SealState.KeyUnknown;

        using var key = ECDsa.Create();
        key.ImportFromPem(publicKeyPem ?? File.ReadAllText(PublicKeyPath));
        return key.VerifyData(pdf, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) ? SealState.Valid : SealState.Broken;
    }

    private ECDsa Key()
    {
        if (!File.Exists(KeyPath)) MakeKey();
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(KeyPath));
        return key;
    }

    private void MakeKey()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(PublicKeyPath, key.ExportSubjectPublicKeyInfoPem() + "\n");
        // Whole or not at all, and never readable by others, not even for a moment.
        var draft = KeyPath + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options)) writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        File.Move(draft, KeyPath);
    }
}

public enum SealState
{
    Valid,

    /// <summary>The file, or the signature, is not the one that was signed.</summary>
    Broken,

    /// <summary>There is no signature beside the file.</summary>
    Missing,

    /// <summary>There is a signature, and no public key to check it with.</summary>
    KeyUnknown,
}
