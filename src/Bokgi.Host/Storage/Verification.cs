namespace Bokgi.Host.Storage;

/// <summary>The result of comparing content with its hash.</summary>
internal enum Verification
{
    Intact,
    Damaged,
    WithoutHash,
    Missing,
}
