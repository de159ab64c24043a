/** Main servers live on hosts that begin so, backends on others. */

export const MAIN_HOSTS = "10.0.0.";
export const BACKEND_HOSTS = "10.0.1.";
export const STRANGER_HOSTS = "10.0.9.";
