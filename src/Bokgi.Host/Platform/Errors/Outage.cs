using Bokgi.MarketData.Locking;

namespace Bokgi.Host.Platform.Errors;

/// <summary>Distinguishes failures that a later retry may not meet from all others.</summary>
internal static class Outage
{
    /// <summary>Says what is unavailable, without paths, addresses or messages of libraries; null for a failure of another kind.</summary>
    public static string? Describe(Exception failure) =>
        failure switch
        {
            LakeException { Kind: LakeErrorKind.Busy } busy => busy.Message,
            ExchangeException { Kind: ExchangeErrorKind.Unavailable } exchange => exchange.Message,
            ServiceFailureException { IsMessagePublic: true } service => service.Message,
            ServiceFailureException => "a service that the server needs cannot be used at the moment; its log says which",
            LakeException or ExchangeException => null,
            _ when failure.IsDatabaseDown() => "the database cannot be used at the moment",
            _ when failure.IsDiskUnavailable() => "a disk of the server is full or read-only at the moment",
            LockHeldException => "another process of the server is using the same files at the moment",
            _ => null,
        };
}
