namespace Bokgi.Host.Storage;

/// <summary>Why a store did not do what it was asked.</summary>
internal enum StorageErrorKind
{
    /// <summary>It does not answer, or is busy; later it may.</summary>
    Unavailable,

    /// <summary>Wrong credentials, no permission or no such bucket: a person has to put it right.</summary>
    Refused,

    /// <summary>There is nothing under the key.</summary>
    NotFound,

    /// <summary>What came is not what was uploaded.</summary>
    Damaged,
}
