namespace Bokgi.Host.Platform.Keys;

/// <summary>What a caller may do; each role may also do what the roles before it may do.</summary>
internal enum Role
{
    /// <summary>Reads, and changes nothing.</summary>
    Viewer,

    /// <summary>Creates and edits runs, presets and the like.</summary>
    Trader,

    /// <summary>Deletes data, and sees information about the server itself.</summary>
    Admin,
}
