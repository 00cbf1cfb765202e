namespace Waggle.CSharp;

/// <summary>What an iterator does next.</summary>
public enum IteratorAction
{
    /// <summary>Goes to the next object.</summary>
    Continue = 0,

    /// <summary>Comes to this object again, as the output had no room.</summary>
    Repeat = 1,
}
