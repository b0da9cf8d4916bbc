namespace Bokgi.Host.Platform.Leases;

internal sealed class LeaseLostException() : Exception("the work has ended or belongs to another process now; nothing was changed");
