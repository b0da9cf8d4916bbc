namespace Bokgi.Host.Platform.Leases;

/// <summary>Another process owns the row now, or its work has ended; nothing was changed.</summary>
internal sealed class LeaseLostException() : Exception("the work has ended or belongs to another process now; nothing was changed");
