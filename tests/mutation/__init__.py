"""Are the tests strong? Each function of the rules is changed a little in many ways; a test must notice."""
