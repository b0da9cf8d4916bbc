namespace Bokgi.Host.Storage;

/// <summary>The result of comparing content with its hash.</summary>
internal enum Verification
{
    /// <summary>The content is what was uploaded.</summary>
    Good,

    /// <summary>The content is different.</summary>
    Damaged,

    /// <summary>No hash was stored with it.</summary>
    WithoutHash,

    /// <summary>The object should exist but does not.</summary>
    Missing,
}
