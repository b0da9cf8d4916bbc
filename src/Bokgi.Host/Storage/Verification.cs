namespace Bokgi.Host.Storage;

/// <summary>What a comparison of content with its hash found.</summary>
internal enum Verification
{
    /// <summary>The content is the one that was uploaded.</summary>
    Good,

    /// <summary>It is another one.</summary>
    Damaged,

    /// <summary>No hash was kept with it.</summary>
    WithoutHash,

    /// <summary>There has to be something, and there is nothing.</summary>
    Missing,
}
