namespace Waggle.Generators.Loaders;

/// <summary>A method that is a program.</summary>
/// <param name="Property">Name of its property.</param>
/// <param name="Name">Name in the object.</param>
internal sealed record ProgramMember(string Property, string Name);
