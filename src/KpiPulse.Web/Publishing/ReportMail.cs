using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Reporting.Pdf.Weekly;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace KpiPulse.Web.Publishing;

/// <summary>The mail server, from the section <c>Smtp</c> of the configuration or the environment (<c>Smtp__Host</c> …).</summary>
internal sealed class SmtpOptions
{
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    /// <summary>auto | starttls | tls | none.</summary>
    [RegularExpression("auto|starttls|tls|none")]
    public string Security { get; init; } = "auto";

    public string? User { get; init; }

    public string? Password { get; init; }

    public string From { get; init; } = "kpipulse@localhost";
}

internal sealed class ReportMail(IOptions<SmtpOptions> options)
{
    private const int SecondsUntilTimeout = 60;

    /// <summary>
    /// The message id follows from what is delivered to whom: should the program end just when the server takes the message, the second one is
    /// the same message to every mailbox, which keeps it once.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was not taken; the message says why and what to do.</exception>
    public void Send(DeliveryKey key, string name, string address, ReportFile file, byte[] signature)
    {
        var smtp = options.Value;
        if (string.IsNullOrEmpty(smtp.Host))
            throw new InvalidOperationException("No mail server is configured. Set Smtp__Host, and Smtp__Port, Smtp__User, Smtp__Password and Smtp__From as it needs them.");

        try
        {
            using var message = MessageOf(key, name, address, file, signature, smtp.From);
            using var client = new SmtpClient { Timeout = SecondsUntilTimeout * 1000 };
            client.Connect(smtp.Host, smtp.Port, SecurityOf(smtp.Security));
            if (!string.IsNullOrEmpty(smtp.User))
                client.Authenticate(smtp.User, smtp.Password ?? "");
            client.Send(message);
            client.Disconnect(quit: true);
        }
        catch (Exception failure) when (failure is SocketException or IOException or TimeoutException or AuthenticationException or ProtocolException or CommandException or ParseException or ServiceNotConnectedException)
        {
            throw new InvalidOperationException($"The mail server {smtp.Host}:{smtp.Port} did not take the message to {address}: {failure.Message}", failure);
        }
    }

    private static MimeMessage MessageOf(DeliveryKey key, string name, string address, ReportFile file, byte[] signature, string from)
    {
        var body = new BodyBuilder { TextBody = file.Summary };
        var fileName = ReportShelf.NameOf(file.Manifest);
        body.Attachments.Add(fileName, file.Pdf, new ContentType("application", "pdf"));
        body.Attachments.Add(fileName + ".sig", signature, new ContentType("application", "octet-stream"));
        var message = new MimeMessage { Subject = $"{name}: {file.Manifest.Period}, {file.Manifest.State}", Body = body.ToMessageBody(), MessageId = $"{key.Week}.{key.ScheduleId}.{key.RecipientId}@kpipulse" };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(MailboxAddress.Parse(address));
        return message;
    }

    private static SecureSocketOptions SecurityOf(string security) => security switch
    {
        "starttls" => SecureSocketOptions.StartTls,
        "tls" => SecureSocketOptions.SslOnConnect,
        "none" => SecureSocketOptions.None,
        _ => SecureSocketOptions.Auto,
    };
}
