namespace Waggle.Generators.Loaders;

/// <summary>A static field that is a variable of the programs.</summary>
/// <param name="Property">Name of its property.</param>
/// <param name="Name">Name in the object.</param>
/// <param name="Visibility">"public" or "internal": what its type allows.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsReadOnly">Whether it can be set before the programs are loaded only.</param>
internal sealed record GlobalMember(string Property, string Name, string Visibility, string Type, bool IsReadOnly);
